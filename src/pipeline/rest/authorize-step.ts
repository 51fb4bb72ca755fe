import type { PolicyDecision } from '../../policy/index.js'
import type { Invocation, Step } from '../invocation.js'

/** What a policy said of a caller; `undefined` where none was asked, as with user pools. */
export type Judgement = PolicyDecision | undefined

/** The step that decides who may call a method. */
export interface AuthorizeStep extends Step {
  /**
   * The same decision as `run`, with the statement that it rests on: what dry runs show. A refusal is thrown, and has the
   * statement as its `cause`.
   */
  readonly judge: (invocation: Invocation) => Judgement | Promise<Judgement>
  /** What is to be said of a decision in traces: the test identity that was let in without proof. */
  readonly note?: (invocation: Invocation) => string | undefined
}

/** Makes the step of a judgement. */
export function authorizeStep(pointer: string, judge: AuthorizeStep['judge']): AuthorizeStep {
  return {
    name: 'authorize',
    pointer,
    judge,
    run: (invocation) => {
      const judgement = judge(invocation)
      return judgement instanceof Promise ? judgement.then(forget) : undefined
    },
  }
}

/** Gives a refusal the statement that it rests on, for dry runs and logs; the client sees nothing of it. */
export function because<E extends Error>(refusal: E, decision: PolicyDecision): E {
  refusal.cause = decision
  return refusal
}

function forget(): void {}
