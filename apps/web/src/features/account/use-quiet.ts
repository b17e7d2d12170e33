import { useSignal } from '@preact/signals';
import { isQuiet } from '@skein/protocol/should-notify';
import { useEffect } from 'preact/hooks';
import { useChat } from '../../page.ts';

const LOOKED_EVERY_MS = 15_000;

/** Whether one is not to be disturbed now: it begins and ends by the clock. */
export function useQuiet(): boolean {
  const chat = useChat();
  const account = chat.account.value;
  const quiet = useSignal(false);
  useEffect(() => {
    const look = (): void => void (quiet.value = isQuiet(account, chat.now));
    look();
    if (account.quietUntil === undefined && !account.quietHours) return;
    const timer = setInterval(look, LOOKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [chat, account]);
  return quiet.value;
}
