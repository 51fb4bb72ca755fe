/** A step of any protocol, and the invocation that it works on. */
interface Runnable<I> {
  readonly run: (invocation: I) => void | Promise<void>
}

/**
 * Runs the steps in order. As long as they answer at once, so does this: only a step that has to wait makes a promise.
 * A step that completes the answer ends the run.
 */
export function runSteps<I extends { readonly answered: boolean }>(
  steps: ReadonlyArray<Runnable<I>>,
  invocation: I,
  from = 0,
): void | Promise<void> {
  for (let i = from; i < steps.length; i++) {
    const pending = (steps[i] as Runnable<I>).run(invocation)
    if (pending !== undefined)
      return pending.then(() => (invocation.answered ? undefined : runSteps(steps, invocation, i + 1)))
    if (invocation.answered) return undefined
  }
  return undefined
}
