import type { ClientStatus } from '@skein/client/notices';

const TRYING_AGAIN = 'no connection, trying again';

type EndReason = Extract<ClientStatus, { state: 'ended' }>['reason'];

/** @param count of those who are in the room on screen */
export function statusText(status: ClientStatus, count: number): string {
  switch (status.state) {
    case 'live':
      return count > 0 ? `${count} here` : '';
    case 'connecting':
      return status.isAgain ? TRYING_AGAIN : 'connecting';
    case 'waiting':
      return TRYING_AGAIN;
    case 'catching-up':
      return 'catching up';
    case 'ended':
      return 'ended';
  }
}

export function endedText(reason: Exclude<EndReason, 'closed'>): string {
  switch (reason) {
    case 'session-ended':
      return 'The session has ended: skein connect logs in again.';
    case 'outdated':
      return 'The server speaks another version of the protocol: update this Skein.';
    case 'ended-by-operator':
      return 'An operator has ended this connection.';
  }
}
