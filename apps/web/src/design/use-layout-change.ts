import { useLayoutEffect, useRef } from 'preact/hooks';

/** Calls back when a value has changed and the page is laid out anew, but not the first time. */
export function useLayoutChange(value: unknown, changed: () => void): void {
  const before = useRef(value);
  useLayoutEffect(() => {
    if (before.current !== value) changed();
    before.current = value;
  }, [value]);
}
