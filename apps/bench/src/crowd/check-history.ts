import type { CrowdRun } from './run-crowd.ts';
import type { Findings } from './findings.ts';
import type { Person } from './person.ts';
import type { Transcript } from './transcript.ts';

/** Somebody new reads every room from its beginning: what everybody saw must be what is stored, all of it, in its place. */
export async function checkHistory(
  reader: Person,
  { code }: CrowdRun,
  rooms: readonly string[],
  transcript: Transcript,
  findings: Findings,
): Promise<void> {
  await reader.registers(code === undefined ? {} : { code });
  await reader.connects();
  for (const room of rooms) await reader.enters(room);
  for (const room of [reader.lobby, ...rooms]) {
    const events = await reader.readsHistory(room);
    const seqs = new Set(events.map(({ seq }) => seq));
    events.forEach((event, index) => {
      if (event.seq !== index + 1) findings.problem(`the history of ${room} has ${event.seq} at place ${index + 1}`);
      transcript.compare('the history', event);
    });
    for (const seq of transcript.seqs(room)) {
      if (!seqs.has(seq)) findings.problem(`${room}/${seq} was seen and is not in the history`);
    }
  }
  await reader.logsOut();
}
