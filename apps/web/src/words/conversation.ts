import { counted } from './counted.ts';
import { formatList } from './intl.ts';

/** What people do with messages. */
export const conversationWords = {
  messageActions: 'Message actions',
  reply: 'Reply',
  replies: 'Replies',
  replyCount: (count: number): string => counted(count, 'reply', 'replies'),
  newReplies: (count: number): string => `${count} new`,
  lastReply: (time: string): string => `last ${time}`,
  replyingTo: (name: string): string => `Answer to ${name}`,
  cancelReply: 'Do not answer',
  answers: (name: string, excerpt: string): string => `Answers ${name}: ${excerpt}`,
  answersDeleted: 'a message that was deleted',
  answersGone: 'a message that is gone',
  sendReply: 'Send the reply',
  pinned: 'Pinned',
  replyHere: 'Write a reply',
  noRepliesYet: 'Nobody has answered yet.',
  repliesFailed: 'The replies could not be loaded.',
  earlierReplies: 'Show earlier replies',
  copyLink: 'Copy link',
  markUnread: 'Mark as unread',
  react: 'React',
  reactWith: (name: string): string => `React with ${name}`,
  moreReactions: 'More emoji',
  reactions: 'Reactions',
  reaction: (emoji: string, count: number, isOwn: boolean): string => `${emoji} ${count}${isOwn ? ', yours' : ''}`,
  reactedBy: (names: readonly string[], others: number): string => someNames(names, others),
  pin: 'Pin',
  unpin: 'Unpin',
  pinnedBy: (name: string): string => `Pinned by ${name}`,
  inbox: 'Mentions and replies',
  inboxNew: (count: number): string => `Mentions and replies, ${count} new`,
  inboxEmpty: 'Nobody has spoken to you yet. Messages that mention you or answer yours gather here.',
  inboxKinds: { mention: 'Mentions you', reply: 'Answers you', room: 'Mentions the room' },
  mentionsOfYou: (count: number): string => counted(count, 'mention or reply', 'mentions and replies'),
  saveMessage: 'Save for later',
  unsave: 'Let go',
  saved: 'Saved',
  savedMessages: 'Saved messages',
  savedEmpty: 'You have saved nothing yet. Save what you want to come back to from a message’s menu; only you see it.',
  pins: 'Pinned messages',
  noPins: 'Nothing is pinned here yet. Pin what people should find again from a message’s menu.',
  pinsFailed: 'What is pinned could not be loaded.',
  goToMessage: 'Go to the message',
} as const;

function someNames(names: readonly string[], others: number): string {
  return formatList(others > 0 ? [...names, counted(others, 'other', 'others')] : names);
}
