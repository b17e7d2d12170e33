/** Puts what floats over the timeline below a button, its end at the button's, or above it where there is no room below. */
export function placeAt(floating: HTMLElement, button: Element | null): void {
  const frame = floating.offsetParent?.getBoundingClientRect();
  const anchor = button?.getBoundingClientRect();
  if (!frame || !anchor) return;
  const below = anchor.bottom - frame.top + 4;
  const above = anchor.top - frame.top - floating.offsetHeight - 4;
  const isAbove = below + floating.offsetHeight > frame.height && above >= 0;
  const fits = Math.max(4, Math.min(below, frame.height - floating.offsetHeight - 4));
  const isRightToLeft = getComputedStyle(floating).direction === 'rtl';
  floating.style.insetBlockStart = `${isAbove ? above : fits}px`;
  const fromEnd = isRightToLeft ? anchor.left - frame.left : frame.right - anchor.right;
  floating.style.insetInlineEnd = `${Math.max(4, Math.min(fromEnd, frame.width - floating.offsetWidth - 4))}px`;
}
