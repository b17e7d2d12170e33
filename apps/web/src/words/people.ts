/** Words about people and what is said between a few. */
export const peopleWords = {
  directTitle: 'Direct messages',
  directMessage: 'Direct message',
  newMessage: 'New message',
  newMessageTo: 'To whom?',
  newMessageHint: 'One person, or up to seven: the same people always share one conversation.',
  addedPeople: 'Chosen',
  takeOut: (name: string): string => `Take ${name} out`,
  openConversation: 'Write to them',
  nobodyChosen: 'Choose somebody.',
  nobodyFound: 'Nobody here has such a name.',
  tooManyPeople: 'That is as many as one conversation can have.',
  directBegins: (names: string): string => `This is where you and ${names} begin`,
  directBeginsText: 'Only you see what is said here.',
  directBeginsGroup: 'Only the people in it see what is said here.',
  profileOf: (name: string): string => `Profile of ${name}`,
  sendMessage: 'Send a message',
} as const;
