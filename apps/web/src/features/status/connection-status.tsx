import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import './status.css';

/** How the page stands with the server, whenever it is not simply well. It lies over the page and moves nothing. */
export function ConnectionStatus() {
  const { isOnline } = usePage();
  const chat = useChat();
  const { state } = chat.status.value;
  const isOffline = !isOnline.value;
  return (
    <div class="connection" role="status">
      {(state !== 'live' || isOffline) && state !== 'ended' && (
        <p class={`connection-pill ${state === 'waiting' || isOffline ? 'connection-lost' : ''}`}>
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
    default:
      return <>{words.connecting}</>;
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
  const [trying, when] = words.tryingAgainIn(Math.max(0, Math.ceil((until - now.value) / 1000)));
  return (
    <>
      {trying} <span aria-hidden="true">{when}</span>
    </>
  );
}
