import { observeStep } from '../observe/observe-step.js'
import { checkApiKey } from './rest/api-key.js'
import { authorize } from './rest/authorize.js'
import { readCache, writeCache } from './rest/cache.js'
import { callIntegration } from './rest/call-integration.js'
import { mapRequest } from './rest/map-request.js'
import { mapResponse } from './rest/map-response.js'
import { makeProxyEvent, readProxyAnswer } from './rest/proxy-function.js'
import { passHttpAnswer } from './rest/proxy-http.js'
import { checkResourcePolicy } from './rest/resource-policy.js'
import type { MethodScope, StepFactory } from './rest/scope.js'
import { throttle } from './rest/throttle.js'
import { validateBody, validateParameters } from './rest/validate.js'
import type { Step } from './invocation.js'

/**
 * A REST invocation from top to bottom, in the service's order. Each line makes a step of the methods that have such a
 * setting; what comes before (host, stage, size, route) is in `arrival.ts`, what comes after (headers, compression) in
 * `finish.ts`.
 */
const STEPS: readonly StepFactory[] = [
  // Who may call, and how often
  checkResourcePolicy,
  authorize,
  checkApiKey,
  throttle,
  // Method request
  validateParameters,
  validateBody,
  readCache,
  // Integration request
  mapRequest,
  makeProxyEvent,
  callIntegration,
  // Integration response
  mapResponse,
  readProxyAnswer,
  passHttpAnswer,
  writeCache,
]

/** The steps of one method. */
export function compileSteps(scope: MethodScope): readonly Step[] {
  const steps = STEPS.map((factory) => factory(scope)).filter((step) => step !== undefined)
  const { observer, runtime } = scope.modules
  return observer === undefined ? steps : steps.map((step) => observeStep(step, observer, runtime.clock))
}
