/** Words about what people set: for themselves, and for rooms. */
export const preferenceWords = {
  roomSettings: 'Settings of this room',
  muted: 'Muted',
  changePassword: 'Change the password',
  unreadFirst: 'Unread rooms first',

  profile: 'Profile and status',
  quiet: 'Do not disturb',

  sessions: 'Where you are logged in',

  fromBlocked: 'From somebody you blocked.',
  showBlocked: 'Show',
} as const;
