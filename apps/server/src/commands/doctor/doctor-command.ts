import type { Command, Option } from '@skein/command-line/command';
import { DATA_OPTION } from '../data-option.ts';
import { SERVE } from '../serve-command.ts';

const options = {
  port: { ...ofServe('port'), help: 'the port on which the server listens, or shall' },
  host: { ...ofServe('host'), help: 'the address on which it listens, or shall' },
  ...DATA_OPTION,
};

function ofServe(name: string): Option & { readonly value: string } {
  return SERVE.options[name] as Option & { readonly value: string };
}

export const DOCTOR: Command<typeof options> = {
  name: 'doctor',
  summary: 'check whether this machine is fit to run the chat, and say what to do',
  usage: ['[options]'],
  about: `Looks at Node, the port, the data folder and who may read it, room and speed of its disk,
the clock, how many files may be open, and every page of the database. Each line says what
is well (✓), what will do but could be better (!) or what has to be mended (✗). Nothing is
changed, and the server may run meanwhile.`,
  words: [],
  options,
  exitCodes: { 0: 'nothing has to be mended', 1: 'a line with ✗ says what has to be' },
  examples: ['skein doctor', 'skein doctor --port 443 --data /srv/skein-data'],
};
