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
  mentionsOfYou: (count: number): string => counted(count, 'mention or reply', 'mentions and replies'),
  saveMessage: 'Save for later',
  unsave: 'Remove from saved',
  saved: 'Saved',
  savedMessages: 'Saved messages',
  pins: 'Pinned messages',
} as const;

function someNames(names: readonly string[], others: number): string {
  return formatList(others > 0 ? [...names, counted(others, 'other', 'others')] : names);
}
