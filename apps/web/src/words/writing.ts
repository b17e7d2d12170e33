/** Writing messages, and what is in them. */
export const writingWords = {
  table: 'Table',
  preview: 'Preview',
  makeCodeBlock: 'Make what was pasted a block of code',
  somebody: 'somebody',
} as const;
