import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from './processes.ts';

/** The Erlang program, and where it finds ejabberd. */
export interface Erlang {
  readonly program: string;
  readonly libraries: string;
}

/** More than any load has. */
const OCCUPANTS = 1_000_000;

/** Reads from the script `ejabberdctl` what it would start. undefined where it is not there or says it in another way. */
export async function findEjabberd(script: string | undefined): Promise<Erlang | undefined> {
  return script === undefined ? undefined : erlangOf(await readFile(script, 'utf8').catch(() => ''));
}

/** What the text of an `ejabberdctl` names; paths that it computes are not followed. */
export function erlangOf(script: string): Erlang | undefined {
  const [program, libraries] = [assigned(script, 'ERL'), assigned(script, 'ERL_LIBS')];
  return program === undefined || libraries === undefined ? undefined : { program, libraries };
}

function assigned(script: string, name: string): string | undefined {
  return new RegExp(`^\\s*(?:export )?${name}=(["']?)(/[^"'$\\s]*)\\1$`, 'm').exec(script)?.[2];
}

/**
 * Not by `ejabberdctl`, which lets nobody but root and the user `ejabberd` start it and leaves an `epmd` behind: the same
 * virtual machine with the same settings, but of no cluster. All that it writes is in the folder.
 */
export async function ejabberdCommand(erlang: Erlang, folder: string, port: number): Promise<Command> {
  const config = join(folder, 'ejabberd.yml');
  await writeFile(config, ejabberdConfig(port));
  return {
    program: erlang.program,
    args: ['+P', '250000', '-noinput', '-mnesia', 'dir', JSON.stringify(join(folder, 'spool')), '-s', 'ejabberd'],
    env: {
      ERL_LIBS: erlang.libraries,
      ERL_MAX_PORTS: '32000',
      ERL_MAX_ETS_TABLES: '1400',
      ERL_CRASH_DUMP: join(folder, 'crash'),
      EJABBERD_CONFIG_PATH: config,
      EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
    },
  };
}

/**
 * Nothing is stored or held back, and nobody is told who comes: a thousand joining would each be told a thousand times.
 * The backlog is 5 by default: of clients that connect at the same time most would wait for seconds.
 */
function ejabberdConfig(port: number): string {
  return `hosts: [localhost]
auth_method: anonymous
allow_multiple_connections: true
anonymous_protocol: sasl_anon
listen:
  - ip: 127.0.0.1
    port: ${port}
    module: ejabberd_http
    backlog: 1024
    request_handlers:
      /: ejabberd_http_ws
modules:
  mod_muc:
    history_size: 0
    max_users: ${OCCUPANTS}
    max_users_presence: 0
    min_message_interval: 0
    min_presence_interval: 0
    room_shaper: none
    user_message_shaper: none
    user_presence_shaper: none
    default_room_options:
      persistent: false
      mam: false
      max_users: ${OCCUPANTS}
      presence_broadcast: []
`;
}
