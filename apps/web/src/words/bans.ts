/** Words about who is kept out of a room; they come with what says them, on demand. */
export const banWords = {
  keepOut: 'And keep them out: they cannot join or be invited until they are let in again',
  keptOut: 'Kept out',
  keptOutBy: (by: string, since: string): string => `${since}, by ${by}`,
  letIn: 'Let in again',
  letInName: (name: string): string => `Let ${name} in again`,
  letInDone: (name: string): string => `${name} may come back.`,
} as const;
