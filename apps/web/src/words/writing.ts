import { commandWords } from './commands.ts';

/** Writing messages, and what is in them. */
export const writingWords = {
  ...commandWords,
  table: 'Table',
  completions: 'What you may mean',
  wideMentions: { here: 'everybody who is here now', room: 'everybody in this room' },
  emoji: 'Emoji',
  editIsDraft:
    'The messages of this room were loaded anew while you edited one. Your text is here now; nothing was saved.',
  editIsKept:
    'The messages of this room were loaded anew while you edited one. Your text is kept, and comes here once this is sent.',
  keptEditIsDraft: 'This is the text you were editing when the messages of this room were loaded anew.',
  preview: 'Preview',
  makeCodeBlock: 'Make what was pasted a block of code',
  somebody: 'somebody',
} as const;
