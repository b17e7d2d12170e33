import { SeededRandom } from '@skein/client/testing/random';
import { anyAction, crashes, cuts } from './actions.ts';
import { liesIn, liesInQuiet } from './checker.ts';
import { World, type Figures } from './world.ts';

export const STEPS = 300;
const QUIET_EVERY_STEPS = 60;
const QUIET_MS = 3_000;
/** What is not true at the first look may be on its way. */
const QUIET_LOOKS = 4;
/** After the last step nothing goes wrong any more; everything must be settled by then. */
const CALM_MS = 180_000;
const CALM_STEP_MS = 500;
/** For what nobody waits for: read marks and presence. */
const LAST_MS = 3_000;

export interface RunOptions {
  readonly seed: number;
  /** The steps to take, of those that the seed has; all by default. */
  readonly steps?: ReadonlySet<number>;
  /** Writes down the history. */
  readonly isTold?: boolean;
}

export interface Outcome {
  readonly seed: number;
  readonly figures: Figures;
  readonly lies: readonly string[];
  readonly history: readonly string[];
}

/** Runs one seed from a new world to its end, and judges it. */
export async function runSeed({ seed, steps, isTold = false }: RunOptions): Promise<Outcome> {
  const world = new World(seed, { isTold });
  await world.found();
  world.startServer();
  for (const tab of world.tabs) world.load(tab);
  const forced = forcedSteps(seed);
  const quietLies: string[] = [];
  for (let step = 0; step < STEPS; step++) {
    if (steps && !steps.has(step)) continue;
    const random = randomOf(seed, step);
    const action = forced.get(step) ?? anyAction(random);
    action(world, random);
    world.figures.steps++;
    await world.loop.runUntil(world.now() + pauseMs(random));
    if (step % QUIET_EVERY_STEPS === QUIET_EVERY_STEPS - 1) quietLies.push(...(await keepQuiet(world)));
  }
  await calmDown(world);
  const lies = [...quietLies, ...(await liesIn(world))];
  return { seed, figures: world.figures, lies, history: world.history };
}

/** Nobody does anything: those who can hear the server must come to what it says. */
async function keepQuiet(world: World): Promise<readonly string[]> {
  const { server } = world;
  world.tell('everybody', 'is quiet');
  let lies: readonly string[] = [];
  for (let looks = 0; looks < QUIET_LOOKS; looks++) {
    const wires = new Set(world.tabs.flatMap(({ page }) => page?.wire ?? []));
    await world.loop.runUntil(world.now() + QUIET_MS);
    const isWell = server && server === world.server && !world.isDiskFull && !server.isStalled(world.now());
    lies = isWell ? await liesInQuiet(world, wires) : [];
    if (lies.length === 0) return [];
  }
  return lies.map((lie) => `in quiet, ${lie}`);
}

/** Whatever else a seed has in it, a crash and two cuts are. */
function forcedSteps(seed: number) {
  const random = randomOf(seed, STEPS);
  const [crash, cut, another] = [random.below(STEPS), random.below(STEPS), random.below(STEPS)];
  return new Map([
    [cut, cuts],
    [another === cut ? (cut + 1) % STEPS : another, cuts],
    [crash, crashes],
  ]);
}

/** Of one step alone, so that leaving others out does not change it. */
function randomOf(seed: number, step: number): SeededRandom {
  return new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b));
}

function pauseMs(random: SeededRandom): number {
  if (random.chance(0.01)) return random.below(40_000);
  return random.below(random.chance(0.1) ? 1_500 : 40);
}

async function calmDown(world: World): Promise<void> {
  world.isCalm = true;
  world.isDiskFull = false;
  world.tell('everything', 'is well from here on');
  for (const tab of world.tabs) {
    tab.isOffline = false;
    tab.page?.wire?.readAgain();
    if (!tab.page) world.load(tab);
  }
  const end = world.now() + CALM_MS;
  while (world.now() < end && !isSettled(world)) await world.loop.runUntil(world.now() + CALM_STEP_MS);
  await world.loop.runUntil(world.now() + LAST_MS);
}

function isSettled({ tabs }: World): boolean {
  return tabs.every(({ page }) => {
    const state = page?.client.status.state;
    const isWell = state === 'live' && page?.client.outbox.length === 0 && !page.wire?.isHalfOpen;
    return state === 'ended' || isWell;
  });
}
