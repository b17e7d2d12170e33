import { LIMITS } from '@skein/protocol/limits';
import { counted } from './counted.ts';
import { appWords } from './app.ts';
import { findingWords } from './finding.ts';
import { fileWords } from './files.ts';
import { formatList, formatNumber } from './intl.ts';
import { peopleWords } from './people.ts';
import { preferenceWords } from './preferences.ts';
import { someNames } from './some-names.ts';
import { roomWords } from './rooms.ts';
import { retention } from './retention.ts';
import { conversationWords } from './conversation.ts';
import { writingWords } from './writing.ts';

/** Every word the page says, in English. Refusals have a catalogue of their own. */
export const words = {
  ...retention,
  ...appWords,
  ...fileWords,
  ...peopleWords,
  ...preferenceWords,
  ...roomWords,
  ...findingWords,
  product: 'Skein',
  motto: 'A skein is a bundle of threads.',
  ...writingWords,
  ...conversationWords,

  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  more: 'Show more',
  loading: 'Loading',

  // Entrance
  name: 'Name',
  password: 'Password',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  passwordHint: 'At least 8 characters. Any characters count.',
  logIn: 'Log in',
  register: 'Register',
  welcome: 'Welcome',
  welcomeBack: 'Welcome back',
  joinUs: 'Take up a thread',
  newHere: 'New here?',
  knownHere: 'Here before?',
  registrationCode: 'Registration code',
  registrationCodeHint: 'Whoever runs this server gives it out.',
  registrationClosed: 'New accounts are not being made here at the moment.',
  unclaimed: 'This server has no operator yet. Open the link that it printed in its terminal when it first started.',
  reasons: {
    'session-ended': 'You were logged out. Log in again to go on; what you wrote and did not get to send is kept.',
    'logged-out': 'You are logged out.',
    'password-set': 'Your new password is set. Log in with it.',
  },
  codeMissing: 'Choose a code.',
  nameMissing: 'Give a name.',
  passwordMissing: 'Give a password.',
  unreachableTitle: 'No answer',
  unreachableText: 'The server cannot be reached just now. This page tries again by itself.',
  outdatedTitle: 'There is a newer Skein',
  outdatedText:
    'This page is from before an update. Reload it to go on; what you wrote and did not get to send is kept.',
  reload: 'Reload',
  endedTitle: 'You were cut off',
  endedText: 'An operator has ended this connection. You are still logged in.',
  comeBack: 'Connect again',

  // Rooms
  rooms: 'Rooms',
  makeRoom: 'Make a room',
  findRooms: 'Find rooms',
  privateRoom: 'Private',
  unread: (count: number): string => `${formatNumber(count)} unread`,
  badge: (count: number): string => (count > 99 ? '99+' : formatNumber(count)),
  allRooms: 'All rooms',
  members: (count: number): string => counted(count, 'member', 'members'),
  here: (count: number): string => `${formatNumber(count)} here`,
  notInRoomTitle: 'You are not in this room',
  notInRoomText: 'It may be gone, or private, or you have left it.',
  toLobby: 'Go to the Lobby',

  // Timeline
  messages: 'Messages',
  roomBegins: (room: string): string => `This is where ${room} begins`,
  roomEmpty: 'Nobody has said anything yet. Somebody has to be first.',
  loadingEarlier: 'Loading earlier messages',
  earlierFailed: 'Earlier messages could not be loaded.',
  roomFailed: 'This room could not be loaded.',
  newLine: 'New',
  toFirstNew: 'Jump to the first new message',
  newMessages: (count: number): string => counted(count, 'new message', 'new messages'),
  toLatest: 'Jump to the latest',
  joined: (names: readonly string[]): string => `${someNames(names)} joined`,
  left: (names: readonly string[]): string => `${someNames(names)} left`,
  invited: (name: string, by: string): string => `${by} brought in ${name}`,
  removed: (name: string, by: string): string => `${by} removed ${name}`,
  made: (name: string, day: string): string => `Made by ${name} · ${day}`,
  lobbyBeginsTitle: 'This is where the Lobby begins',
  lobbyBegins: 'Everyone is in here, from the moment they register.',
  waitingToSend: 'Not sent yet',
  notSent: 'Not sent.',
  refusedAs: { post: 'Not sent.', edit: 'Your edit was not saved.', delete: 'Not deleted.' },
  edit: 'Edit',
  delete: 'Delete',
  copyText: 'Copy text',
  copied: 'Copied.',
  hasDraft: 'Something is written there and not sent',
  discard: 'Discard',
  editMessage: 'Edit the message',
  editHint: 'Enter saves, Escape cancels',
  edited: (time: string): string => `(edited ${time})`,
  editedAt: (time: string): string => `Edited ${time}. Show earlier versions`,
  messageDeleted: 'Message deleted',
  removedBy: (name: string): string => `Removed by ${name}`,
  deleteTitle: 'Delete this message?',
  deleteText:
    'Its text will be gone for everybody, earlier versions included, and cannot be brought back. Others still see that a message was here.',
  removeMessageTitle: (name: string): string => `Delete ${name}’s message?`,
  removeMessageText:
    'Its text will be gone for everybody, earlier versions included, and cannot be brought back. Others still see that a message was here, and that you removed it.',
  sendAgain: 'Send again',
  showAll: 'Show all',
  showLess: 'Show less',
  fromServer: 'From the server',
  articleLabel: (name: string, time: string): string => `${name}, ${time}`,
  pendingLabel: (name: string, standing: string): string => `${name}, ${standing}`,

  // Composer
  message: (room: string): string => `Message ${room}`,
  send: 'Send',
  bytesLeft: (count: number): string =>
    count < 0
      ? `${counted(-count, 'byte', 'bytes')} too many: ${LIMITS.bodyBytes / 1024} KiB is the most`
      : `${formatNumber(count)} left`,
  typing: (names: readonly string[]): string => {
    if (names.length === 0) return '';
    if (names.length > 3) return 'Several people are typing';
    return `${formatList(names)} ${names.length === 1 ? 'is' : 'are'} typing`;
  },

  // Members
  membersTitle: 'Members',
  showMembers: 'Show members',
  hideMembers: 'Hide members',
  hereNow: 'Here now',
  others: 'Others',
  roles: { owner: 'owner', moderator: 'moderator', member: '' },
  you: 'you',
  isHere: 'here now',
  inviteByName: 'Name of the person',
  invite: 'Invite',
  nobodyNamed: 'Nobody here logs in with this name.',
  invitedDone: (name: string): string => `${name} is in.`,
  remove: (name: string): string => `Remove ${name}`,
  leaveRoom: 'Leave room',

  // Account
  account: (name: string): string => `Account of ${name}`,
  accountQuiet: (name: string): string => `Account of ${name}, do not disturb`,
  logOut: 'Log out',
  logOutTitle: 'Log out and lose what was not sent?',
  logOutText: (unsent: number): string =>
    `${counted(unsent, 'message was', 'messages were')} written and not sent. Logging out discards ${unsent === 1 ? 'it' : 'them'}.`,
  theme: 'Theme',
  themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
  operatorTitle: 'Operator',
  registrationTitle: 'Who may register',
  save: 'Save',
  resetLinkTitle: 'Make a reset link',
  clientsTitle: 'Live clients',

  // Connection
  connecting: 'Connecting',
  catchingUp: 'Catching up',
  connectionLost: 'Connection lost.',
  tryingAgain: 'Trying again',
  inSeconds: (seconds: number): string => `in ${formatNumber(seconds)} s`,
  offline: 'You are offline. What you write waits here.',
  tryNow: 'Try now',
  broadcastLabel: 'From the server',
  dismiss: 'Dismiss',
  skipToMessage: 'Skip to writing a message',

  title: (unread: number, room: string | undefined): string =>
    `${unread > 0 ? `(${formatNumber(unread)}) ` : ''}${room === undefined ? '' : `${room} · `}Skein`,
} as const;
