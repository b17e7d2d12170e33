/** Nothing that a test waits for takes this long, not even on a busy machine. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 10;

/**
 * Looks again and again until there is something to see.
 * @param look gives what is waited for; undefined or false while it is not there
 * @throws with `what` and the last error of `look` where it never comes
 */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { seen, cause } = await tryTo(look);
    if (seen !== undefined && seen !== false) return seen as Exclude<T, undefined | false>;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function tryTo<T>(look: () => T | Promise<T>): Promise<{ seen?: T; cause?: unknown }> {
  try {
    return { seen: await look() };
  } catch (cause) {
    return { cause };
  }
}
