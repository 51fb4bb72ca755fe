import type { HandleResponse } from '../http/response.js'

/** What a protocol does with one invocation; every protocol that answers requests has the same four parts. */
export interface Protocol<Invocation> {
  /** Checks the size and reads the body; waits only for a body that has not come yet. */
  readonly receive: (invocation: Invocation) => void | Promise<void>
  /** Finds the route and runs its steps. */
  readonly invoke: (invocation: Invocation) => void | Promise<void>
  /** Makes the response of a finished invocation. */
  readonly finish: (invocation: Invocation) => HandleResponse | Promise<HandleResponse>
  /** Makes the response to a refusal, or to what nobody foresaw. */
  readonly answerError: (error: unknown, invocation: Invocation) => HandleResponse | Promise<HandleResponse>
}

/** Takes an invocation to its answer. As long as nothing has to wait, it answers at once. */
export function serveInvocation<Invocation>(
  { receive, invoke, finish, answerError }: Protocol<Invocation>,
  invocation: Invocation,
): HandleResponse | Promise<HandleResponse> {
  try {
    const reading = receive(invocation)
    const running = reading === undefined ? invoke(invocation) : reading.then(() => invoke(invocation))
    if (running === undefined) return finish(invocation)
    return running.then(
      () => finish(invocation),
      (error: unknown) => answerError(error, invocation),
    )
  } catch (error) {
    return answerError(error, invocation)
  }
}
