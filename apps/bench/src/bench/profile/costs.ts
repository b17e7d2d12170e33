import type { Profiler } from 'node:inspector';

export interface Cost {
  /** Of the function, with its place in the project; of a native one, with its caller's. */
  readonly name: string;
  readonly group: string;
  readonly microseconds: number;
}

/** The first that matches counts. Native functions stand without a file, and belong to whoever called them unless named here. */
const NATIVE_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/^\((idle|root)\)$/, 'idle'],
  [/^\(garbage collector\)$/, 'garbage collection'],
  [/^\(program\)$/, 'kernel and native code outside of any function'],
  [/^(write(v|Buffer|Utf8String|Latin1String|AsciiString)|shutdown)$/, 'kernel write'],
  [/^(parse|stringify)$/, 'JSON'],
  [/^(epollWait|wait|waitAsync|notify)$/, 'sleeping and waking'],
];

const FILE_GROUPS: readonly (readonly [RegExp, string])[] = [
  // The profiler's own.
  [/^node:inspector|\/bench\/profile\//, 'idle'],
  [/^node:(net|stream|internal\/(streams|stream_base_commons|net))/, 'net and streams'],
  [/^node:(_?http|internal\/http)/, 'HTTP'],
  [/^node:(internal\/)?(timers|process\/|async|worker|event_target|per_context)/, 'event loop'],
  [/^node:events/, 'net and streams'],
  [/^node:(internal\/)?(buffer|encoding)/, 'buffers'],
  [/\/node_modules\/ws\//, 'framing'],
  [/\/node_modules\/zod\//, 'validation'],
  [/\/packages\/protocol\//, 'validation'],
  [/\/packages\/shared-memory\//, 'shared memory'],
  [/\/server\/src\/bus\//, 'shared memory'],
  [/\/server\/src\/sockets\/(frame|outbound)/, 'framing'],
  [/\/server\/src\/sockets\//, 'session'],
  [/\/server\/src\/hub\//, 'hub'],
  [/\/server\/src\/(ledger|storage)\//, 'ledger'],
  [/\/server\/src\/limits\//, 'limits'],
  [/\/node_modules\/(kysely|.*sqlite)/, 'ledger'],
];

/** Self time by function, by the clock: a function that waits for a disk counts its waiting. Idle time is left out. */
export function costsOf(profile: Profiler.Profile, root: string): readonly Cost[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const groups = new Map<number, string>();
  const groupOf = (id: number): string => {
    const known = groups.get(id);
    if (known !== undefined) return known;
    const { functionName, url } = nodes.get(id)!.callFrame;
    const parent = parents.get(id);
    const group = url
      ? groupOfFile(url)
      : (groupOfNative(functionName) ?? (parent === undefined ? 'other' : groupOf(parent)));
    groups.set(id, group);
    return group;
  };
  const nameOf = (id: number): string => {
    const node = nodes.get(id)!;
    if (node.callFrame.url) return placeOf(node, root);
    const caller = nodes.get(parents.get(id) ?? id)!;
    return node.callFrame.functionName + (caller.callFrame.url ? ` ← ${placeOf(caller, root)}` : '');
  };
  const costs = new Map<string, Cost>();
  profile.samples?.forEach((id, index) => {
    const group = groupOf(id);
    if (group === 'idle') return;
    const name = nameOf(id);
    const microseconds = (costs.get(name)?.microseconds ?? 0) + Math.max(0, profile.timeDeltas?.[index] ?? 0);
    costs.set(name, { name, group, microseconds });
  });
  return [...costs.values()].sort((a, b) => b.microseconds - a.microseconds);
}

/** Adds up what has the same key, the largest first. */
export function addUp(costs: readonly Cost[], key: (cost: Cost) => string): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const cost of costs) sums.set(key(cost), (sums.get(key(cost)) ?? 0) + cost.microseconds);
  return [...sums].sort(([, a], [, b]) => b - a);
}

function placeOf({ callFrame: { functionName, url, lineNumber } }: Profiler.ProfileNode, root: string): string {
  const file = url.replace(root, '').replace(/^.*\/node_modules\/(?!\.pnpm)/, '');
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}

function groupOfNative(name: string): string | undefined {
  return NATIVE_GROUPS.find(([pattern]) => pattern.test(name))?.[1];
}

function groupOfFile(url: string): string {
  return FILE_GROUPS.find(([pattern]) => pattern.test(url))?.[1] ?? 'other';
}
