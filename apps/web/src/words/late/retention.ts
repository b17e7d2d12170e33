import { counted } from '../counted.ts';

export const lateRetentionWords = {
  retentionTitle: (room: string): string => `How long ${room} keeps messages`,
  retentionOption: (days: number | null): string => (days === null ? 'For ever' : counted(days, 'day', 'days')),
  retentionWarning:
    'What is older is deleted for everybody and for good, with its files: the first time soon after you save, later within an hour or so.',
  retentionConfirmTitle: (days: number): string => `Delete what is older than ${counted(days, 'day', 'days')}?`,
  retentionConfirmText: (room: string, days: number): string =>
    `Every message in ${room} from more than ${counted(days, 'day', 'days')} ago is deleted for everybody, with its files. It begins as soon as you confirm, and nobody can bring them back.`,
  retentionConfirm: 'Delete them',
} as const;
