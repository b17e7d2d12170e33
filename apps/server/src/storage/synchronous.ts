/** The methods of an asynchronous interface as a store that answers at once writes them. */
export type Synchronous<T> = {
  [K in keyof T as T[K] extends (...values: never[]) => Promise<unknown> ? K : never]: T[K] extends (
    ...values: infer Values
  ) => Promise<infer Result>
    ? (...values: Values) => Result
    : never;
};

/** Runs every call inside `around`, whole and without a tick in between, and promises what it returns. */
export function promised<T>(methods: Synchronous<T>, around: <Result>(call: () => Result) => Result): Promised<T> {
  const wrapped = Object.entries(methods as Record<string, (...values: unknown[]) => unknown>).map(
    ([name, method]) => [name, async (...values: unknown[]) => around(() => method(...values))] as const,
  );
  return Object.fromEntries(wrapped) as Promised<T>;
}

type Promised<T> = Pick<T, Extract<keyof Synchronous<T>, keyof T>>;
