import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const LONG_PRESS_MS = 450;
/** A finger is never quite still. */
const STILL_PX = 10;

/** Calls back when a finger rests on an element; scrolling is no rest. */
export function useLongPress(pressed: (() => void) | undefined) {
  const press = useRef<{ readonly timer: number; readonly x: number; readonly y: number } | undefined>(undefined);
  const cancel = (): void => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(() => cancel, []);
  if (!pressed) return {};

  return {
    onPointerDown({ pointerType, clientX: x, clientY: y, target }: TargetedPointerEvent<HTMLElement>): void {
      cancel();
      if (pointerType !== 'touch' || (target as Element).closest('a, button, textarea')) return;
      press.current = { timer: window.setTimeout(pressed, LONG_PRESS_MS), x, y };
    },
    onPointerMove({ clientX, clientY }: PointerEvent): void {
      const { x, y } = press.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    /** The browser's own menu, which a long press brings too; that of a mouse stays. */
    onContextMenu(event: Event): void {
      if (press.current) event.preventDefault();
    },
  };
}
