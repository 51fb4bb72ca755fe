import type { CallInfo } from '../types.js'

/** The longest that a function may run. */
const LONGEST_RUN = 900_000

/**
 * The circumstances of a function that was started and that nobody waits for: neither the integration's timeout nor the
 * client's going concerns it.
 */
export function backgroundCall(call: CallInfo): CallInfo {
  const { requestId, traceId, apiId, stage, region, accountId, clock } = call
  const deadline = clock.now() + LONGEST_RUN
  const { signal } = new AbortController()
  return { requestId, traceId, apiId, stage, region, accountId, clock, deadline, signal }
}
