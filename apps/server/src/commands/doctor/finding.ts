/** What a check found: `well`, `fair` where it will do, `ill` where it has to be mended. */
export interface Finding {
  readonly state: 'well' | 'fair' | 'ill';
  readonly what: string;
  /** How it is, and what to do where it is not well. */
  readonly text: string;
}

export function well(what: string, text: string): Finding {
  return { state: 'well', what, text };
}

export function fair(what: string, text: string): Finding {
  return { state: 'fair', what, text };
}

export function ill(what: string, text: string): Finding {
  return { state: 'ill', what, text };
}
