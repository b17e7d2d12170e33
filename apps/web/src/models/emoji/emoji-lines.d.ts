declare module 'virtual:emoji-data' {
  export const emojiLines: string;
}
