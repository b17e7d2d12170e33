import { styleText } from 'node:util';

const STYLES = {
  name: ['bold'],
  own: ['bold', 'green'],
  quiet: ['dim'],
  notice: ['cyan'],
  alert: ['bold', 'yellow'],
  failed: ['red'],
  bar: ['inverse'],
} as const;

/** How each kind of text looks. Without colours it is left as it is. */
export type Palette = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

/** https://no-color.org */
export function wantsColour(env: Readonly<Record<string, string | undefined>>): boolean {
  return !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

export function palette(isColoured: boolean): Palette {
  const style = (name: keyof typeof STYLES) => (text: string) =>
    isColoured ? styleText([...STYLES[name]], text, { validateStream: false }) : text;
  const names = Object.keys(STYLES) as (keyof typeof STYLES)[];
  return Object.fromEntries(names.map((name) => [name, style(name)])) as Palette;
}
