import type { Status } from '@skein/protocol/people';
import { useChat } from '../../page.ts';

interface StatusLineProps {
  readonly status: Status | undefined;
  /** Where there is little room: the sign, and the rest as its title. */
  readonly isShort?: boolean;
}

/** What somebody says of their present state, until it is over. */
export function StatusLine({ status, isShort = false }: StatusLineProps) {
  const { now } = useChat();
  if (!status || (status.until ?? Infinity) <= now) return null;
  const text = `${status.emoji} ${status.text}`.trim();
  if (!isShort) return <bdi class="status-line">{text}</bdi>;
  return (
    <bdi class="status-line" title={text}>
      {status.emoji || '💬'}
      <span class="visually-hidden"> {status.text}</span>
    </bdi>
  );
}
