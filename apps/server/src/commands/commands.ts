/** Every command, and what it does in a few words for the help. */
export const COMMANDS = {
  serve: 'run the chat; also what happens without a command',
  get: 'fetch a page over HTTP: get HOST PORT PATH, or get URL',
  help: 'explain a command, such as help get',
} as const;

/** The first argument, unless that is an option: then it is `serve`. `help X` is `X --help`. */
export function findCommand([first, ...rest]: readonly string[]): { name: string; args: readonly string[] } {
  if (first === undefined) return { name: 'serve', args: [] };
  if (first.startsWith('-')) return { name: 'serve', args: [first, ...rest] };
  if (first === 'help') return { name: rest[0] === 'help' ? 'serve' : (rest[0] ?? 'serve'), args: ['--help'] };
  return { name: first, args: rest };
}

/** One line about a command that is none, or that does not come first. */
export function noCommand(name: string): string {
  if (Object.hasOwn(COMMANDS, name)) return `A command comes first: skein ${name} …`;
  const all = new Intl.ListFormat('en').format(Object.keys(COMMANDS));
  return `There is no command "${name}"; there are ${all}. Options of npm start go behind two dashes: npm start -- --port 8085`;
}
