const QUESTIONS = ['-h', '--help', '--version'];

/**
 * Whether these arguments start the server, which is then kept running. Everything else is done once.
 * @param {readonly string[]} args
 */
export function isServe([first]) {
  return first === undefined || first === 'serve' || (first.startsWith('-') && !QUESTIONS.includes(first));
}
