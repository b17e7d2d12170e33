export const lateRoomWords = {
  forEverybody: 'For everybody in it',
  topic: 'Topic',
  topicHint: 'One line beside the name: what it is about just now.',
  description: 'Description',
  descriptionHint: 'What the room is for. Whoever looks for rooms reads it.',
  archive: 'Archive the room',
  unarchive: 'Open it again',
  archiveHint: 'It can still be found and read. Nobody writes in it, and it stands below the others.',
  archiveTitle: (room: string): string => `Archive ${room}?`,
  archiveText: 'Nobody can write in it until it is opened again, which you can do here at any time.',
  archiveConfirm: 'Archive',
  settingsSaved: 'Saved.',
} as const;
