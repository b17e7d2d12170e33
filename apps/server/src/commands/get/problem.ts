/** Why there is no whole answer: one line for the person at the terminal. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
