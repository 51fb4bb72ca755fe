/**
 * One test of a contract suite, for any test framework: `for (const { name, run } of suite) it(name, run)`.
 */
export interface ContractTest {
  readonly name: string
  /** Rejects with an error that says what the store did wrong. */
  readonly run: () => Promise<void>
}

/** Throws unless both are the same JSON, the order of members included. */
export function assertSame(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`)
}
