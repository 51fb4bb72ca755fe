import { HeaderList } from '../http/header-list.js'
import { createResponse, type HandleResponse } from '../http/response.js'
import { observeStep } from '../observe/observe-step.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'
import { HttpRefusal } from '../responses/http-refusal.js'
import { checkSize, receiveBody, route } from './arrival.js'
import { finish, refuse } from './finish.js'
import type { Invocation, Step } from './invocation.js'
import { reportCause } from './report-cause.js'
import { checkApiKey } from './rest/api-key.js'
import { authorize } from './rest/authorize.js'
import { readCache, releaseWaiting, writeCache } from './rest/cache.js'
import { callIntegration } from './rest/call-integration.js'
import { mapRequest } from './rest/map-request.js'
import { mapResponse } from './rest/map-response.js'
import { makeProxyEvent, readProxyAnswer } from './rest/proxy-function.js'
import { passHttpAnswer } from './rest/proxy-http.js'
import { checkResourcePolicy } from './rest/resource-policy.js'
import type { MethodScope, StepFactory } from './rest/scope.js'
import { throttle } from './rest/throttle.js'
import { validateBody, validateParameters } from './rest/validate.js'

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
  const steps = releaseWaiting(STEPS.map((factory) => factory(scope)).filter((step) => step !== undefined))
  const { observer, runtime } = scope.modules
  return observer === undefined ? steps : steps.map((step) => observeStep(step, observer, runtime.clock))
}

/** Takes a request of a REST API from its stage to its answer; makes a promise only once a step has to wait. */
export function handleRest(invocation: Invocation): HandleResponse | Promise<HandleResponse> {
  try {
    checkSize(invocation)
    const preparing = prepare(invocation)
    if (preparing !== undefined) return resume(preparing, invocation, 0)
    const steps = stepsOf(invocation)
    for (let i = 0; i < steps.length && !invocation.answered; i++) {
      const pending = (steps[i] as Step).run(invocation)
      if (pending !== undefined) return resume(pending, invocation, i + 1)
    }
  } catch (error) {
    return answerError(error, invocation)
  }
  return finish(invocation)
}

/** The rest of the way, behind something that has to wait: one turn of promises for each such step, and no more. */
async function resume(pending: Promise<void>, invocation: Invocation, from: number): Promise<HandleResponse> {
  try {
    await pending
    const steps = stepsOf(invocation)
    for (let i = from; i < steps.length && !invocation.answered; i++) {
      const next = (steps[i] as Step).run(invocation)
      // oxlint-disable-next-line no-await-in-loop -- each step needs what those before it left
      if (next !== undefined) await next
    }
  } catch (error) {
    return answerError(error, invocation)
  }
  return finish(invocation)
}

/** What comes before the steps: the body, the stage's web ACL, the method. */
function prepare(invocation: Invocation): void | Promise<void> {
  const reading = receiveBody(invocation)
  return reading === undefined ? admit(invocation) : reading.then(() => admit(invocation))
}

function admit(invocation: Invocation): void | Promise<void> {
  const inspecting = invocation.stage.inspectWebAcl?.(invocation)
  return inspecting === undefined ? findMethod(invocation) : inspecting.then(() => findMethod(invocation))
}

function findMethod(invocation: Invocation): void {
  // A web ACL may have answered already.
  if (!invocation.answered) route(invocation)
}

const NO_STEPS: readonly Step[] = []

function stepsOf({ method }: Invocation): readonly Step[] {
  return method === undefined ? NO_STEPS : method.steps
}

function answerError(error: unknown, invocation: Invocation): HandleResponse | Promise<HandleResponse> {
  if (error instanceof HttpRefusal) return createResponse(error.statusCode, new HeaderList(error.headers), error.body)
  const refusal =
    error instanceof GatewayResponseError ? error : new GatewayResponseError('DEFAULT_5XX', { cause: error })
  const { statusCode, pointer, cause, responseType: name } = refusal
  reportCause({ statusCode, pointer, cause, name }, invocation, invocation.method?.resourcePath)
  refuse(invocation, refusal)
  return finish(invocation)
}
