import type { Clock } from '../runtime/clock.js'
import type { ObservedInvocation, StepObserver, StepReport } from './observer.js'

/** A step, as far as it can be watched. */
interface Watchable<T> {
  readonly name: string
  readonly pointer?: string
  readonly run: (invocation: T) => void | Promise<void>
  /** What is to be said of how the step decided. */
  readonly note?: (invocation: T) => string | undefined
}

type Watched = ObservedInvocation & { readonly answered: boolean }

/** Puts an observer around a step. What the step throws goes on as it came. */
export function observeStep<T extends Watched>(step: Watchable<T>, observer: StepObserver, clock: Clock): Watchable<T> {
  return { ...step, run: (invocation) => runObserved(step, invocation, observer, clock) }
}

function runObserved<T extends Watched>(
  step: Watchable<T>,
  invocation: T,
  observer: StepObserver,
  clock: Clock,
): void | Promise<void> {
  const startedAt = clock.now()
  const leave = (outcome: StepReport['outcome'], error?: unknown): void => {
    const duration = clock.now() - startedAt
    const note = step.note?.(invocation)
    const report = { step: step.name, pointer: step.pointer, startedAt, duration, outcome, ...(note && { note }) }
    observer.onLeave(error === undefined ? report : { ...report, error }, invocation)
  }
  const done = (): void => leave(invocation.answered ? 'answered' : 'continued')
  const failed = (error: unknown): never => {
    leave('refused', error)
    throw error
  }
  observer.onEnter?.(step.name, invocation)
  try {
    const pending = step.run(invocation)
    if (pending !== undefined) return pending.then(done, failed)
  } catch (error) {
    return failed(error)
  }
  return done()
}
