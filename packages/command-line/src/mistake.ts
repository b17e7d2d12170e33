/** Something in a command line that a person can mend; the message is one line. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}
