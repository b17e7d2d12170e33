// The only place that knows how fields are laid out in shared memory. A layout is declared once, by name, and every
// thread makes its own views of the same bytes from it:
//
//   const counterLayout = defineLayout({ word: ownLine(int32()), frames: bytes(64 * 1024) });
//   const view = counterLayout.view(new SharedArrayBuffer(counterLayout.byteLength));
//   Atomics.add(view.word, 0, 1);

/** Bytes that travel between cores together. Fields that different threads write should not share one. */
export const CACHE_LINE_BYTES = 64;

export type SharedWords = Int32Array<SharedArrayBuffer>;
export type SharedBytes = Uint8Array<SharedArrayBuffer>;

/** What one field takes and how a thread sees it. `byteLength` and `alignment` in bytes. */
export interface Field<View> {
  readonly byteLength: number;
  readonly alignment: number;
  view(buffer: SharedArrayBuffer, byteOffset: number): View;
}

export interface Int32Field extends Field<SharedWords> {
  readonly kind: 'int32';
}

export interface Int32sField extends Field<SharedWords> {
  readonly kind: 'int32s';
  readonly length: number;
}

export type FieldView<F> = F extends Field<infer View> ? View : never;
export type LayoutView<Fields> = { readonly [Name in keyof Fields]: FieldView<Fields[Name]> };
/** The views of a layout: `ViewOf<typeof mutexLayout>`. */
export type ViewOf<L> = L extends Layout<infer Fields> ? LayoutView<Fields> : never;

export interface Layout<Fields> {
  readonly byteLength: number;
  readonly alignment: number;
  readonly byteOffsets: { readonly [Name in keyof Fields]: number };
  /** Views of the fields in `buffer` from `byteOffset` on. Throws a RangeError if they do not fit or are misaligned. */
  view(buffer: SharedArrayBuffer, byteOffset?: number): LayoutView<Fields>;
}

/** One 32-bit word, seen as an Int32Array of length 1: what Atomics works on. */
export function int32(): Int32Field {
  return { kind: 'int32', byteLength: 4, alignment: 4, view: (buffer, at) => new Int32Array(buffer, at, 1) };
}

export function int32s(length: number): Int32sField {
  checkLength(length);
  return {
    kind: 'int32s',
    length,
    byteLength: length * 4,
    alignment: 4,
    view: (buffer, at) => new Int32Array(buffer, at, length),
  };
}

/** Bytes, aligned to 8 so that words can be laid over them. */
export function bytes(byteLength: number): Field<SharedBytes> {
  checkLength(byteLength);
  return { byteLength, alignment: 8, view: (buffer, at) => new Uint8Array(buffer, at, byteLength) };
}

/** A layout inside a layout. */
export function nested<Fields>(layout: Layout<Fields>): Field<LayoutView<Fields>> {
  return { byteLength: layout.byteLength, alignment: layout.alignment, view: (buffer, at) => layout.view(buffer, at) };
}

/** `count` times the same layout, seen as an array. */
export function repeated<Fields>(layout: Layout<Fields>, count: number): Field<readonly LayoutView<Fields>[]> {
  checkLength(count);
  const stride = roundUp(layout.byteLength, layout.alignment);
  return {
    byteLength: stride * count,
    alignment: layout.alignment,
    view: (buffer, at) => Array.from({ length: count }, (_, index) => layout.view(buffer, at + index * stride)),
  };
}

/** The field starts a cache line and nothing else is put into its last one. */
export function ownLine<F extends Field<unknown>>(field: F): F {
  return { ...field, alignment: CACHE_LINE_BYTES, byteLength: roundUp(field.byteLength, CACHE_LINE_BYTES) };
}

/** Lays the fields out in the order in which they are written. */
export function defineLayout<const Fields extends Record<string, Field<unknown>>>(fields: Fields): Layout<Fields> {
  const byteOffsets: Record<string, number> = {};
  let end = 0;
  let alignment = 4;
  for (const [name, field] of Object.entries(fields)) {
    byteOffsets[name] = roundUp(end, field.alignment);
    end = byteOffsets[name] + field.byteLength;
    alignment = Math.max(alignment, field.alignment);
  }
  const byteLength = roundUp(end, alignment);

  function view(buffer: SharedArrayBuffer, byteOffset = 0): LayoutView<Fields> {
    if (byteOffset % alignment !== 0) throw new RangeError(`offset ${byteOffset} is not a multiple of ${alignment}`);
    if (byteOffset < 0 || byteOffset + byteLength > buffer.byteLength) {
      throw new RangeError(`${byteLength} bytes at ${byteOffset} do not fit into ${buffer.byteLength}`);
    }
    const views = Object.entries(fields).map(([name, field]) => [
      name,
      field.view(buffer, byteOffset + byteOffsets[name]!),
    ]);
    return Object.fromEntries(views) as LayoutView<Fields>;
  }
  return { byteLength, alignment, byteOffsets: byteOffsets as Layout<Fields>['byteOffsets'], view };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function checkLength(length: number): void {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`a length must be a positive integer: ${length}`);
}
