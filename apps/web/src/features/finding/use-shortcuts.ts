import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type ShortcutId, shortcutOf } from '../../models/finding/shortcuts.ts';
import type { Overlay } from '../../models/overlay.ts';
import { useChat, usePage } from '../../page.ts';

/** The shortcuts of everywhere. While a dialog is open there are none, but for those that exchange one for another. */
export function useShortcuts(overlay: Signal<Overlay>): void {
  const { address } = usePage();
  const chat = useChat();
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return;
      const shortcut = shortcutOf(event, { isWriting: isWriting(event.target) });
      if (!shortcut || (document.querySelector('dialog[open]') && !canExchange(shortcut, overlay.value))) return;
      event.preventDefault();
      const dialog = DIALOGS[shortcut];
      if (dialog) overlay.value = dialog;
      else if (shortcut === 'firstNew') void chat.timeline.value?.goToFirstNew();
      else goBy(shortcut === 'above' ? -1 : 1);
    }
    function goBy(step: number): void {
      const order = chat.rooms.order.value;
      const index = order.indexOf(chat.timeline.value?.room ?? '');
      const next = order[(index + step + order.length) % order.length];
      if (next !== undefined) address.go(next);
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [chat]);
}

const DIALOGS: Partial<Record<ShortcutId, Overlay>> = { switcher: 'switcher', search: 'search', sheet: 'shortcuts' };

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

function canExchange(shortcut: ShortcutId, open: Overlay): boolean {
  const other = DIALOGS[shortcut];
  return other !== undefined && other !== open && Object.values(DIALOGS).includes(open);
}
