/** Words about people and what is said between a few. */
export const peopleWords = {
  directTitle: 'Direct messages',
  directMessage: 'Direct message',
  newMessage: 'New message',
  directBegins: (names: string): string => `This is where you and ${names} begin`,
  directBeginsText: 'Only the two of you see what is said here.',
  directBeginsGroup: 'Only the people in it see what is said here.',
  profileOf: (name: string): string => `Profile of ${name}`,
} as const;
