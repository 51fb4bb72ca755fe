import type { Invocation, Step } from './invocation.js'

/**
 * Runs the steps in order. As long as they answer at once, so does this: only a step that has to wait makes a promise.
 * A step that completes the answer ends the run.
 */
export function runSteps(steps: readonly Step[], invocation: Invocation, from = 0): void | Promise<void> {
  for (let i = from; i < steps.length; i++) {
    const pending = (steps[i] as Step).run(invocation)
    if (pending !== undefined)
      return pending.then(() => (invocation.answered ? undefined : runSteps(steps, invocation, i + 1)))
    if (invocation.answered) return undefined
  }
  return undefined
}
