import { LOADS } from '../loads.ts';
import { summarize, type Results, type Summary } from '../results.ts';
import { number } from './format.ts';

const WIDTH = 760;
const COLUMNS = 2;
const GAP = 24;
const LABEL = 118;
const VALUE = 56;
const ROW = 20;
const TITLE = 28;

/** Follows the page's colours also inside an <img>. */
const STYLE = `<style>
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .bar { fill: #8c959f; }
  .own { fill: #0969da; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .bar { fill: #6e7681; } .own { fill: #4493f8; } }
</style>`;

export interface Measure {
  /** What the chart shows, for those who cannot see it. */
  readonly title: string;
  readonly of: (summary: Summary) => number;
  readonly unit: string;
}

/** A panel of bars for each load, a bar for each system. */
export function chart(results: Results, { title, of, unit }: Measure): string {
  const panels = LOADS.map(({ key, title: load }) => ({
    title: `${load}, ${unit}`,
    bars: results.systems.flatMap((system) => {
      const summary = summarize(results, key, system.key);
      return summary ? [{ title: system.title, value: of(summary), isOwn: system.key === 'skein' }] : [];
    }),
  }));
  return barChart(title, panels);
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly title: string;
  readonly value: number;
  /** Drawn in the colour that stands for us. */
  readonly isOwn: boolean;
}

/** Panels with bars, each panel with a scale of its own; those without a bar are left out. @returns an SVG */
export function barChart(title: string, panels: readonly Panel[]): string {
  const shown = panels.filter(({ bars }) => bars.length > 0);
  const panelHeight = TITLE + Math.max(0, ...shown.map(({ bars }) => bars.length)) * ROW + GAP;
  const height = Math.ceil(shown.length / COLUMNS) * panelHeight;
  const drawn = shown.map((panel, index) => {
    const x = (index % COLUMNS) * ((WIDTH + GAP) / COLUMNS);
    const y = Math.floor(index / COLUMNS) * panelHeight;
    return `<g transform="translate(${x} ${y})">${drawPanel(panel)}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">\n` +
    `${STYLE}\n${drawn.join('\n')}\n</svg>\n`
  );
}

function drawPanel({ title, bars }: Panel): string {
  const longest = Math.max(...bars.map(({ value }) => value));
  const room = (WIDTH - GAP * (COLUMNS - 1)) / COLUMNS - LABEL - VALUE;
  const rows = bars.map(({ title, value, isOwn }, index) => {
    const y = TITLE + index * ROW;
    const width = Math.max(1, (value / longest) * room).toFixed(1);
    return (
      `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${escape(title)}</text>` +
      `<rect class="${isOwn ? 'own' : 'bar'}" x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 6}" rx="2"/>` +
      `<text x="${(LABEL + Number(width) + 6).toFixed(1)}" y="${y + 13}">${number(value)}</text>`
    );
  });
  return `<text class="title" x="0" y="16">${escape(title)}</text>${rows.join('')}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
