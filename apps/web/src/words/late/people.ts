export const latePeopleWords = {
  newMessageTo: 'To whom?',
  newMessageHint: 'One person, or up to seven: the same people always share one conversation.',
  addedPeople: 'Chosen',
  takeOut: (name: string): string => `Take ${name} out`,
  openConversation: 'Write to them',
  nobodyChosen: 'Choose somebody.',
  nobodyFound: 'Nobody here has such a name.',
  tooManyPeople: 'That is as many as one conversation can have.',
  sendMessage: 'Send a message',
} as const;
