import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useChat, usePage } from '../../page.ts';

/**
 * What a dialog would do for a panel that stands beside the page: the focus goes into it, and back to where it was opened
 * from, and Escape closes it, wherever the focus is.
 * @param shown what is in the panel
 */
export function usePanel(
  panel: { readonly current: HTMLElement | null },
  shown: string | undefined,
  onClose: () => void,
): void {
  const { isTouch } = usePage();
  const chat = useChat();
  useLayoutEffect(() => {
    const column = panel.current;
    if (!column) return;
    const opener = document.activeElement;
    // On a touch screen a text box would bring the keyboard up.
    column.querySelector<HTMLElement>(isTouch.value ? '[role="log"]' : 'textarea')?.focus({ preventScroll: true });
    return () => {
      const isInside = document.activeElement === document.body || column.contains(document.activeElement);
      if (isInside && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, [shown]);
  useEffect(() => {
    if (!panel.current) return;
    function pressed(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      if (chat.editing.message.value || document.querySelector('dialog[open], [role="menu"]')) return;
      event.preventDefault();
      onClose();
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [shown]);
}
