import { useSignal } from '@preact/signals';
import type { Profile } from '@skein/protocol/people';
import { isQuiet } from '@skein/protocol/should-notify';
import { useEffect } from 'preact/hooks';
import { useChat } from '../../page.ts';

const LOOKED_EVERY_MS = 15_000;

/** Whether somebody is not to be disturbed now: it begins and ends by the clock. */
export function useQuiet(profile: Profile): boolean {
  const chat = useChat();
  const { quietUntil, quietHours } = profile;
  const quiet = useSignal(isQuiet(profile, chat.now));
  useEffect(() => {
    const look = (): void => void (quiet.value = isQuiet(profile, chat.now));
    look();
    if (quietUntil === undefined && !quietHours) return;
    const timer = setInterval(look, LOOKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [chat, profile]);
  return quiet.value;
}
