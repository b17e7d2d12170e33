import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import './status.css';

/** How the page stands with the server, whenever it is not simply well. It lies over the page and moves nothing. */
export function ConnectionStatus() {
  const { isOnline } = usePage();
  const chat = useChat();
  const { value: status } = chat.status;
  const { state } = status;
  const isOffline = !isOnline.value;
  const isLost = isOffline || state === 'waiting' || (state === 'connecting' && status.isAgain);
  return (
    <div class="connection" role="status">
      {(state !== 'live' || isOffline) && state !== 'ended' && (
        <p class={`connection-pill ${isLost ? 'connection-lost' : ''}`}>
          <span class="connection-thread" />
          {isOffline ? words.offline : <Standing />}
        </p>
      )}
    </div>
  );
}

function Standing() {
  const chat = useChat();
  const status = chat.status.value;
  switch (status.state) {
    case 'waiting':
      return (
        <>
          <span>
            {words.connectionLost} <Countdown until={status.retryAt} />
          </span>
          <button type="button" class="connection-now" onClick={() => chat.reconnectNow()}>
            {words.tryNow}
          </button>
        </>
      );
    case 'catching-up':
      return <>{words.catchingUp}</>;
    case 'connecting':
      return <>{status.isAgain ? `${words.connectionLost} ${words.tryingAgain}` : words.connecting}</>;
    default:
      return null;
  }
}

/** Seen, but not read out: a voice that counts would say nothing else. */
function Countdown({ until }: { readonly until: number }) {
  const { clock } = usePage();
  const now = useSignal(clock.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = clock.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      {words.tryingAgain}{' '}
      <span aria-hidden="true">{words.inSeconds(Math.max(0, Math.ceil((until - now.value) / 1000)))}</span>
    </>
  );
}
