import { lateAppWords } from './app.ts';
import { lateCommandWords } from './commands.ts';
import { lateConversationWords } from './conversation.ts';
import { lateEntranceWords } from './entrance.ts';
import { lateFileWords } from './files.ts';
import { lateFindingWords } from './finding.ts';
import { latePeopleWords } from './people.ts';
import { latePreferenceWords } from './preferences.ts';
import { lateRetentionWords } from './retention.ts';
import { lateRoomWords } from './rooms.ts';
import { lateWritingWords } from './writing.ts';
import { lateDialogWords } from './dialogs.ts';

/** The words of what is loaded when it is opened: the first load does without them. */
export const lateWords = {
  ...lateFindingWords,
  ...latePreferenceWords,
  ...lateCommandWords,
  ...lateAppWords,
  ...lateConversationWords,
  ...lateRoomWords,
  ...lateRetentionWords,
  ...lateWritingWords,
  ...lateDialogWords,
  ...lateEntranceWords,
  ...lateFileWords,
  ...latePeopleWords,
} as const;
