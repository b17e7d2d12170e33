/** The icon with a place for a count at its corner. */
const COUNTED = '/chat/favicon-unread.svg';

let art: Promise<string> | undefined;
let shown = 0;

/** Shows a count on the icon of the page's tab, of which there is little room for. Zero takes it away. */
export async function showOnTab(count: number): Promise<void> {
  if (count === shown) return;
  shown = count;
  if (count === 0) return setIcon('/chat/favicon.svg');
  art ??= fetch(COUNTED).then((answer) => answer.text());
  const drawing = await art.catch(() => undefined);
  if (count !== shown) return;
  if (drawing === undefined) art = undefined;
  setIcon(drawing === undefined ? COUNTED : `data:image/svg+xml,${encodeURIComponent(withCount(drawing, count))}`);
}

function withCount(drawing: string, count: number): string {
  const [text, size] = count > 9 ? ['9+', 15] : [String(count), 19];
  const style = `text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${size}" fill="#fff"`;
  return drawing.replace('</svg>', `<text x="20.5" y="${11.5 + size * 0.36}" ${style}>${text}</text></svg>`);
}

function setIcon(address: string): void {
  document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', address);
}
