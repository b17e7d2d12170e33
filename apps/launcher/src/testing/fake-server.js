// Says what it sees on standard output, one line each, and ends as the lines on standard input say: `exit 3`.
// With `stubborn` as its argument it does not stop when it is asked to.

const isStubborn = process.argv.includes('stubborn');

process.on('message', (/** @type {{ type: string }} */ { type }) => {
  console.log(`told ${type}`);
  if (!isStubborn) process.exit(0);
});
process.on('SIGTERM', () => console.log('signalled'));
process.on('disconnect', () => process.exit(0));
process.stdin.on('data', (data) => {
  const [, code] = /^exit (\d+)$/m.exec(data.toString()) ?? [];
  if (code) process.exit(Number(code));
});
// Last: whoever reads it may send a signal at once.
console.log(`up ${process.pid} ${process.env.SKEIN_RESTARTED ? 'again' : 'first'}`);
