export type ParsedArguments<Options> =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

export interface Command<Options> {
  /** What its complaints begin with. */
  readonly name: string;
  readonly help: string;
  readonly parse: (args: readonly string[]) => ParsedArguments<Options>;
  /** @returns whether everything could be measured */
  readonly run: (options: Options) => Promise<boolean>;
}

const EXIT = { ok: 0, failed: 1, misused: 2 } as const;

/** Does what this process was asked to, and sets its exit code. */
export async function runCommand<Options>({ name, help, parse, run }: Command<Options>): Promise<void> {
  const parsed = parse(process.argv.slice(2));
  switch (parsed.kind) {
    case 'help':
      return void process.stdout.write(`${help}\n`);
    case 'mistake':
      process.stderr.write(`${name}: ${parsed.message}\n`);
      process.exitCode = EXIT.misused;
      return;
    case 'run':
      process.exitCode = await run(parsed.options).then(
        (isComplete) => (isComplete ? EXIT.ok : EXIT.failed),
        (error: unknown) => {
          process.stderr.write(`\n${name}: ${messageOf(error)}\n`);
          return EXIT.failed;
        },
      );
  }
}

/** What `read` throws is a mistake in what was asked; undefined asks for help. */
export function parseWith<Options>(read: () => Options | undefined): ParsedArguments<Options> {
  try {
    const options = read();
    return options ? { kind: 'run', options } : { kind: 'help' };
  } catch (error) {
    return { kind: 'mistake', message: messageOf(error) };
  }
}

/** Without the `--` that package managers leave in front. */
export function withoutDashes(args: readonly string[]): string[] {
  return args.filter((arg, index) => arg !== '--' || index > 0);
}

export function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number of at least 1, not ${JSON.stringify(text)}.`);
}

/** A list such as `1,10,100`. */
export function wholeNumbers(name: string, text: string | undefined, fallback: readonly number[]): readonly number[] {
  return text?.split(',').map((each) => wholeNumber(name, each, 0)) ?? fallback;
}

export function listOf(text: string | undefined, known: readonly string[]): readonly string[] {
  const keys = text?.split(',') ?? [];
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`There is no ${JSON.stringify(unknown)}; there are ${known.join(', ')}.`);
  return keys;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
