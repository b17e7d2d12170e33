import { useEffect, useRef } from 'preact/hooks';
import { useChat } from '../../page.ts';

/** Whoever has moved over the list is about to press something there for so long. */
const HOLD_MS = 2_500;

/** No room moves away under a pointer or a finger, nor from whoever goes through the list by keyboard. For the list's element. */
export function useHeldRooms() {
  const { rooms, clock } = useChat();
  const ref = useRef<HTMLDivElement>(null);
  const waiting = useRef<() => void>(undefined);
  const hold = (): void => {
    waiting.current?.();
    rooms.isHeld.value = true;
    waiting.current = clock.after(HOLD_MS, () => {
      // What moves in a document loses the focus.
      if (ref.current?.contains(document.activeElement)) hold();
      else rooms.isHeld.value = false;
    });
  };
  useEffect(() => {
    // Whoever comes to the list, where it is a page, has looked for a room in it.
    hold();
    return () => {
      waiting.current?.();
      rooms.isHeld.value = false;
    };
  }, [rooms]);
  return { ref, onPointerMove: hold, onPointerDown: hold, onScroll: hold, onFocusIn: hold };
}
