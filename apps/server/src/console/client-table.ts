import type { ClientView } from '@skein/protocol/rest';
import { renderTable, type Column } from './table.ts';

const COLUMNS: readonly Column<ClientView>[] = [
  { title: 'CLIENT', side: 'left', text: ({ id }) => id, least: 8 },
  { title: 'NAME', side: 'left', text: ({ name }) => name, least: 8, most: 40 },
  { title: 'ADDRESS', side: 'left', text: ({ address }) => address, least: 9 },
  { title: 'WORKER', side: 'right', text: ({ worker }) => String(worker) },
  { title: 'ROOMS', side: 'right', text: ({ rooms }) => String(rooms) },
  { title: 'SINCE', side: 'left', text: ({ since }) => localTime(since) },
  { title: 'IN', side: 'right', text: ({ messagesIn }) => String(messagesIn) },
  { title: 'OUT', side: 'right', text: ({ messagesOut }) => String(messagesOut) },
  { title: 'BUFFERED', side: 'right', text: ({ bytesBuffered }) => byteCount(bytesBuffered) },
];

/** Who is connected, longest first, and how many. */
export function renderClients(clients: readonly ClientView[], terminalWidth: number): string[] {
  if (clients.length === 0) return ['Nobody is connected.'];
  const bySince = [...clients].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const count = clients.length === 1 ? '1 client is connected.' : `${clients.length} clients are connected.`;
  return [...renderTable(COLUMNS, bySince, terminalWidth), count];
}

/** `2026-11-21 09:30:00` in the server's own time zone: the Swedish way to write a time is the sortable one. */
function localTime(at: number): string {
  return new Date(at).toLocaleString('sv-SE');
}

function byteCount(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
