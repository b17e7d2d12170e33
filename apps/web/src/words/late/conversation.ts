export const lateConversationWords = {
  noRepliesYet: 'Nobody has answered yet.',
  repliesFailed: 'The replies could not be loaded.',
  earlierReplies: 'Show earlier replies',
  inboxEmpty: 'Nobody has spoken to you yet. Messages that mention you or answer yours gather here.',
  inboxKinds: {
    mention: 'Mentions you',
    reply: 'Answers you',
    room: 'Mentions the room',
    here: 'Mentions who is here',
  },
  savedEmpty: 'You have saved nothing yet. Save what you want to come back to from a message’s menu; only you see it.',
  noPins: 'Nothing is pinned here yet. Pin what people should find again from a message’s menu.',
  goToMessage: 'Go to the message',
  versionsTitle: 'Versions of this message',
} as const;
