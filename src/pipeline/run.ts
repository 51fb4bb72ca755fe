import type { Invocation, Step } from './invocation.js'

/**
 * Runs the steps in order. As long as they answer at once, so does this: only a step that has to wait makes a promise.
 * A step that completes the answer ends the run.
 */
export function runSteps(steps: readonly Step[], invocation: Invocation): void | Promise<void> {
  for (let i = 0; i < steps.length; i++) {
    const pending = (steps[i] as Step).run(invocation)
    if (pending !== undefined) return goOn(pending, steps, i + 1, invocation)
    if (invocation.answered) return undefined
  }
  return undefined
}

async function goOn(pending: Promise<void>, steps: readonly Step[], next: number, invocation: Invocation): Promise<void> {
  await pending
  for (let i = next; i < steps.length && !invocation.answered; i++) {
    const result = (steps[i] as Step).run(invocation)
    if (result !== undefined) await result
  }
}
