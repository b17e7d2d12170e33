export interface GroupCommit {
  readonly commits: number;
  /** Messages and every other change that was stored. */
  readonly commands: number;
}

/** How many changes shared a commit, by the line that a ledger logs when it closes; `undefined` where there is none. */
export function readGroupCommit(log: readonly string[]): GroupCommit | undefined {
  return log.map(parse).find((entry) => entry !== undefined);
}

function parse(line: string): GroupCommit | undefined {
  if (!line.includes('"commits"')) return undefined;
  const { commits, commands } = JSON.parse(line) as Partial<GroupCommit>;
  return typeof commits === 'number' && typeof commands === 'number' ? { commits, commands } : undefined;
}
