import { type ReadonlySignal, signal } from '@preact/signals-core';

// The browser's states as signals. They live as long as the page, so nothing ends the listening.

export function mediaSignal(query: string): ReadonlySignal<boolean> {
  const media = matchMedia(query);
  const matches = signal(media.matches);
  media.addEventListener('change', () => (matches.value = media.matches));
  return matches;
}

/** Whether somebody is looking: the page is visible and has the focus. */
export function attentionSignal() {
  const look = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
  const isAttended = signal(look());
  const update = (): void => void (isAttended.value = look());
  document.addEventListener('visibilitychange', update);
  addEventListener('focus', update);
  addEventListener('blur', update);
  return isAttended;
}

export function onlineSignal(): ReadonlySignal<boolean> {
  const isOnline = signal(navigator.onLine);
  addEventListener('online', () => (isOnline.value = true));
  addEventListener('offline', () => (isOnline.value = false));
  return isOnline;
}
