/** Somebody's or some room's name, of any length and in any direction: cut where there is no room, whole as a tooltip. */
export function Name({ children }: { readonly children: string }) {
  return (
    <bdi class="ellipsis" title={children.length > 24 ? children : undefined}>
      {children}
    </bdi>
  );
}
