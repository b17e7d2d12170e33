import { allOptions, type Command, type Option } from './command.ts';

const FLAG_COLUMNS = 26;

/** The page for `skein NAME --help`. */
export function helpPage(command: Command): string {
  const { name, usage, about, exitCodes, examples } = command;
  const options = Object.entries(allOptions(command)).map(([flag, option]) => optionLines(flag, option));
  const codes = {
    0: 'done',
    2: 'it cannot be done like this; one line says why and how to mend it',
    ...exitCodes,
  };
  return [
    usage.map((line, index) => `${index === 0 ? 'Usage: ' : '       '}skein ${name} ${line}`.trimEnd()).join('\n'),
    about,
    ['Options', ...options].join('\n'),
    ['Exit codes', ...Object.entries(codes).map(([code, means]) => `  ${code}   ${means}`)].join('\n'),
    ['Examples', ...examples.map((line) => `  ${line}`)].join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** One option as the help shows it; its notes stand below. */
export function optionLines(flag: string, { short, value, help, fallback, variable }: Option): string {
  const flags = `${short ? `-${short}, ` : '    '}--${flag}${value ? ` ${value}` : ''}`;
  const notes = [fallback && `default: ${fallback}`, variable].filter(Boolean).join('; ');
  const indent = ''.padEnd(FLAG_COLUMNS + 2);
  const first = flags.length < FLAG_COLUMNS ? flags.padEnd(FLAG_COLUMNS) : `${flags}\n${indent.slice(2)}`;
  return `  ${first}${help.replaceAll('\n', `\n${indent}`)}${notes && `\n${indent}(${notes})`}`;
}
