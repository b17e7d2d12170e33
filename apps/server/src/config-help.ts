import { COMMANDS, HELP } from './commands/commands.ts';
import { OPTION_NAMES, OPTIONS, variableOf, type OptionName } from './config-options.ts';

const EXAMPLES = `Examples
  npm start                                     the chat at http://localhost:8085/chat/
  npm start -- --port 80 --folder ./site        your web site at /, the chat at /chat/
  npm start -- --host 127.0.0.1 --trust-proxy loopback --public-url https://chat.example.org
                                                behind a proxy on this machine that does TLS
  npm start -- --tls-cert cert.pem --tls-key key.pem --port 443
                                                HTTPS without a proxy`;

/** The page for `--help`. */
export function helpText(): string {
  const sections = [...new Set(OPTION_NAMES.map((name) => OPTIONS[name].section))];
  return [
    'Skein: a group chat that one command starts and that uses every core.',
    '',
    'Usage: npm start -- [COMMAND] [options]    with pnpm: pnpm skein [COMMAND] [options]',
    '',
    'Commands',
    ...[...COMMANDS, HELP].map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`),
    '',
    'The options of serve follow; each can also be set by its environment variable.',
    '',
    ...sections.flatMap((section) => [section, ...optionsOf(section).map(entry), '']),
    EXAMPLES,
    '',
    'While it runs, type help in its terminal for what the console can do.',
    '',
  ].join('\n');
}

function optionsOf(section: string): OptionName[] {
  return OPTION_NAMES.filter((name) => OPTIONS[name].section === section);
}

function entry(name: OptionName): string {
  const { short, value, help, fallback } = OPTIONS[name];
  const flags = `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
  const variable = variableOf(name);
  const notes = [fallback && `default: ${fallback}`, variable].filter(Boolean).join('; ');
  const text = notes ? `${help}\n(${notes})` : help;
  return `  ${flags.padEnd(24)}${text.replaceAll('\n', `\n${''.padEnd(26)}`)}`;
}
