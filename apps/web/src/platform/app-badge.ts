/** Shows a count on the icon of the installed page, where there is such a thing. Zero takes it away. */
export function showBadge(count: number): void {
  const told = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // Not installed, or not allowed: then there is no icon to show it on.
  told?.catch(() => {});
}
