import { useSignal, useSignalEffect } from '@preact/signals';
import type { Message } from '@skein/protocol/rooms';
import { useEffect, useRef } from 'preact/hooks';
import { useChat } from '../../page.ts';

/** Says once that somebody has seen a message which an edit made mention them (SPEC M6): it is on screen, and they are there. */
export function LateMention({ message: { room, seq } }: { readonly message: Message }) {
  const chat = useChat();
  const mark = useRef<HTMLSpanElement>(null);
  const isOnScreen = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => (isOnScreen.value = entry?.isIntersecting ?? false));
    observer.observe(mark.current!.parentElement!);
    return () => observer.disconnect();
  }, []);
  // What could not be told without a connection is told with the next one.
  useSignalEffect(() => {
    const isSeen = isOnScreen.value && chat.isAttended.value && chat.status.value.state === 'live';
    if (isSeen) void chat.rest.seeMention(room, seq);
  });
  return <span ref={mark} hidden />;
}
