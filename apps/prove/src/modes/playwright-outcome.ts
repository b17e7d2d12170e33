import { NO_REASON, type NotRun, type Outcome } from './outcome.ts';

/** The part of what Playwright's `json` reporter writes that tells what became of each test. */
export interface PlaywrightReport {
  readonly suites: readonly Suite[];
  readonly errors: readonly { readonly message?: string }[];
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly Spec[];
}

interface Spec {
  readonly title: string;
  /** One for each browser. */
  readonly tests: readonly {
    readonly projectName: string;
    readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
    readonly annotations: readonly { readonly type: string; readonly description?: string }[];
  }[];
}

export function outcomeOfPlaywright({ suites, errors }: PlaywrightReport): Outcome {
  let passed = 0;
  const failed = errors.map(({ message }) => message ?? 'an error outside of any story');
  const notRun: NotRun[] = [];
  for (const { title, tests } of suites.flatMap(specsOf)) {
    for (const { projectName, status, annotations } of tests) {
      const named = `${title} (${projectName})`;
      const skip = annotations.find(({ type }) => type === 'skip');
      if (status === 'expected') passed++;
      else if (status === 'skipped') notRun.push({ title: named, reason: skip?.description ?? NO_REASON });
      else failed.push(named);
    }
  }
  return { passed, failed, notRun };
}

function specsOf({ suites = [], specs = [] }: Suite): readonly Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}
