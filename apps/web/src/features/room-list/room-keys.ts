import { useEffect } from 'preact/hooks';
import { useChat, usePage } from '../../page.ts';

/** Alt and an arrow go to the room above or below. */
export function useRoomKeys(): void {
  const { address } = usePage();
  const chat = useChat();
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      const step = STEPS[event.key];
      if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const order = chat.rooms.order.value;
      const index = order.indexOf(chat.timeline.value?.room ?? '');
      const next = order[(index + step + order.length) % order.length];
      if (next === undefined || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      address.go(next);
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [chat]);
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
