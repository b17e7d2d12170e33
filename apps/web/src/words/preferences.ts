import { formatTime, formatUntil } from './intl.ts';

/** Words about what people set: for themselves, and for rooms. */
export const preferenceWords = {
  roomSettings: 'Settings of this room',
  mutedUntil: (at: number): string => `Muted until ${formatUntil(at)}`,
  muted: 'Muted',
  changePassword: 'Change the password',
  unreadFirst: 'Unread rooms first',

  profile: 'Profile and status',
  editProfile: 'Change your profile',
  quiet: 'Do not disturb',
  localTime: (at: number, timeZone: string): string => `${formatTime(at, timeZone)} their time`,
  logsInAs: (login: string): string => `Logs in as ${login}`,
  serverRoles: { operator: 'Runs this server', moderator: 'Moderates this server', member: '' },

  sessions: 'Where you are logged in',

  block: 'Block',
  unblock: 'Unblock',
  blockTitle: (name: string): string => `Block ${name}?`,
  blockText:
    'They cannot write to you alone any more, nor you to them. What they say in rooms is folded away for you, and you are not notified of it. They are not told, but find out when they write to you alone.',
  blocked: 'You have blocked them.',
  fromBlocked: 'From somebody you blocked.',
  showBlocked: 'Show',
} as const;
