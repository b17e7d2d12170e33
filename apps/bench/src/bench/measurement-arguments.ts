import { parseScript, wholeNumber, type ParsedArguments, type ScriptFlags } from '@skein/command-line/script-options';

type NumbersOf<Base> = { [Name in keyof Base]: Base[Name] extends number ? Name : never }[keyof Base] & string;

export interface MeasurementOptions<Base, Count extends string, Text extends string> {
  /** What is measured where nothing else is said. */
  readonly full: Base;
  /** The same after `--quick`, which there is only with this. */
  readonly quick?: Base;
  /** Options that stand for a whole number of their own name in `full` and `quick`. */
  readonly counts: readonly Count[];
  readonly texts?: readonly Text[];
}

/**
 * Reads the arguments of a command that measures something and, with `--write`, writes it down.
 * @param read makes its options of the numbers, from `full` or `quick` where they were not given, and of its texts
 */
export function parseMeasurement<
  Base extends object,
  Count extends NumbersOf<Base>,
  Text extends string = never,
  Options = Base,
>(
  args: readonly string[],
  { full, quick, counts, texts = [] }: MeasurementOptions<Base, Count, Text>,
  read: (base: Base & { readonly writes: boolean }, flags: ScriptFlags<Text, never, never>) => Options,
): ParsedArguments<Options> {
  const switches = ['write', ...(quick ? ['quick'] : [])];
  return parseScript(args, { texts: [...counts, ...texts], switches }, (flags: Readonly<Record<string, unknown>>) => {
    const base = flags['quick'] && quick ? quick : full;
    const given = counts.map((name) => [
      name,
      wholeNumber(name, flags[name] as string | undefined, base[name] as number),
    ]);
    const numbers = { ...base, ...Object.fromEntries(given), writes: flags['write'] === true };
    return read(numbers as Base & { readonly writes: boolean }, flags as ScriptFlags<Text, never, never>);
  });
}
