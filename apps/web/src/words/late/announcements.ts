import { counted } from '../counted.ts';
import { someNames } from '../some-names.ts';

/** What is read out by itself. Loaded on every page, soon after it is there: not with the words of what is opened. */
export const announcementWords = {
  heard: (name: string, body: string): string => `${name}: ${body}`,
  heardEdited: (name: string, body: string): string => `${name} edited a message: ${body}`,
  heardDeleted: (name: string): string => `${name} deleted a message`,
  heardChanges: (count: number): string => `${counted(count, 'message was', 'messages were')} changed`,
  heardBroughtIn: (by: string, room: string): string => `${by} brought you into ${room}`,
  heardMany: (count: number, names: readonly string[]): string =>
    `${counted(count, 'new message', 'new messages')} from ${someNames(names)}`,
} as const;
