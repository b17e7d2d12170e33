import { commandWords } from './commands.ts';

/** Writing messages, and what is in them. */
export const writingWords = {
  ...commandWords,
  table: 'Table',
  completions: 'What you may mean',
  wideMentions: { here: 'everybody who is here now', room: 'everybody in this room' },
  emoji: 'Emoji',
  pickEmoji: 'Pick an emoji',
  searchEmoji: 'Search emoji',
  noEmoji: 'No emoji is called this.',
  emojiFailed: 'The emoji could not be loaded.',
  recentEmoji: 'Used before',
  emojiGroups: {
    smileys: 'Smileys',
    people: 'People',
    parts: '',
    nature: 'Nature',
    food: 'Food',
    travel: 'Travel',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
  skinTone: 'Tone of skin',
  skinTones: ['No tone', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'],
  editIsDraft:
    'The messages of this room were loaded anew while you edited one. Your text is here now; nothing was saved.',
  editIsKept:
    'The messages of this room were loaded anew while you edited one. Your text is kept, and comes here once this is sent.',
  keptEditIsDraft: 'This is the text you were editing when the messages of this room were loaded anew.',
  preview: 'Preview',
  makeCodeBlock: 'Make what was pasted a block of code',
  somebody: 'somebody',
} as const;
