/** Something the person at the terminal can mend: shown as it is, without a stack. */
export class Problem extends Error {}

/**
 * Ends the program with the problem's text, or throws what is not a Problem.
 * @param {unknown} error @returns {never}
 */
export function giveUp(error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`skein: ${error.message}`);
  process.exit(1);
}
