/** Limits that both sides know. The server enforces them; a client refuses early with the same numbers. */
export const LIMITS = {
  /** UTF-8 bytes of one message's body. */
  bodyBytes: 16 * 1024,
  /** Bytes of one WebSocket message from a client. */
  frameBytes: 64 * 1024,
  /** Fragments of one WebSocket message from a client. */
  fragments: 64,
  /** Code points of a login name, a display name or a room's name. */
  nameLength: 200,
  /** Characters of a password; any character counts. */
  passwordMinLength: 8,
  passwordMaxLength: 1024,
  /** Rooms that one account may be a member of, those aside that others opened to write to it directly; and of these. */
  roomsPerAccount: 500,
  directRoomsOfOthers: 500,
  /** Characters of a status, and of the sign before it. */
  statusLength: 100,
  statusEmojiLength: 32,
  /** People that one account can block. */
  blockedPeople: 200,
  /** Code points of a room's topic and of its description. */
  topicLength: 200,
  descriptionLength: 1_000,
  /** People in one direct room, whoever opened it included. */
  directPeople: 8,
  /** People whose presence one client can watch besides the room on its screen. */
  watchedPeople: 200,
  /** Rows of one page of history, members, rooms or accounts. */
  pageRows: 200,
  /** How often one message may be edited. All its bodies together are one page. */
  editsPerMessage: 199,
  /** Files of one message. */
  filesPerMessage: 10,
  /** Code points of a file's name, and of its description. */
  fileNameLength: 200,
  fileDescriptionLength: 1_000,
  /** Bytes of the image that an account's picture is made of. */
  pictureBytes: 16 * 1024 * 1024,
  /** Uploads of one account that are in no message yet. */
  openUploads: 50,
  /** An upload that is in no message after this time is forgotten. */
  uploadLifetimeMs: 24 * 60 * 60 * 1_000,
  /** So is one that is not whole by then, and this much longer for each byte: it takes room for all that it says will come. */
  unfinishedUploadMs: 60 * 60 * 1_000,
  unfinishedUploadMsPerByte: 1 / 20,
  /** Code points of the body that a reply shows of the message it answers. */
  excerptLength: 160,
  /** Different emoji on one message, and of one account on it. */
  reactionsPerMessage: 20,
  reactionsPerAccount: 10,
  /** People that a reaction names. */
  reactionNames: 10,
  /** Messages pinned in a room. */
  pinsPerRoom: 50,
  /** Members of a room in which every one of them may mention all, and in which that tells anybody at all. */
  mentionRoomFreely: 50,
  mentionRoom: 1_000,
  /** People that one message mentions by their ids. */
  mentionsPerMessage: 50,
  /** Unread mentions that a room's view names. */
  mentionsNamed: 100,
  /** Messages that one account keeps for itself. */
  savedMessages: 1_000,
  /** A stream further behind than this many events is answered with a snapshot instead of its events. */
  resumeEvents: 1_000,
  /** The longest time after which a room's messages may be deleted: a hundred years. */
  retentionDays: 36_500,
} as const;
