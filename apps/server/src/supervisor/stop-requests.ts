/** A Ctrl-C on a terminal reaches every process of the group at once, and some wrappers pass it on once more. */
const SAME_SIGNAL_MS = 300;

/**
 * The ways by which the server is asked to stop: SIGINT, SIGTERM or SIGHUP, the launcher's message, or the launcher's end.
 * A second signal ends it now; the launcher's message is no signal and may come as often as it likes.
 */
export function onStopRequest({ stop, endNow }: { stop: () => void; endNow: () => void }): void {
  let firstSignalAt: number | undefined;
  const onSignal = () => {
    if (firstSignalAt !== undefined && Date.now() - firstSignalAt > SAME_SIGNAL_MS) return endNow();
    firstSignalAt ??= Date.now();
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.on('message', (message: { type?: unknown } | null) => {
    if (message?.type === 'stop') stop();
  });
  process.on('disconnect', stop);
}
