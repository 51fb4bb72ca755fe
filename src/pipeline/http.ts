import type { HandleResponse } from '../http/response.js'
import { observeStep } from '../observe/observe-step.js'
import { HttpApiError, internalError, notFound } from '../responses/http-api-error.js'
import { authorize } from './http/authorize.js'
import { mapRequest } from './http/call-backend.js'
import { callIntegration } from './http/call-integration.js'
import { makeEvent, readFunctionAnswer } from './http/call-lambda.js'
import { finish, refuse } from './http/finish.js'
import type { HttpInvocation, HttpStep } from './http/invocation.js'
import { mapResponse, passAnswer } from './http/map-response.js'
import { receiveHttpBody } from './http/receive.js'
import type { HttpStepFactory, RouteScope } from './http/scope.js'
import { throttle } from './http/throttle.js'
import { reportCause } from './report-cause.js'
import { runSteps } from './run.js'
import { type Protocol, serveInvocation } from './serve.js'

/**
 * An invocation of an HTTP API from top to bottom. What comes before (host, stage) is in `handle.ts`; each line makes a step of
 * the routes that have such a setting.
 */
const STEPS: readonly HttpStepFactory[] = [
  // Who may call, and how often
  authorize,
  throttle,
  // To the back end
  mapRequest,
  makeEvent,
  callIntegration,
  // And back
  passAnswer,
  readFunctionAnswer,
  mapResponse,
]

/** The steps of one route. */
export function compileRoute(scope: RouteScope): readonly HttpStep[] {
  const steps = STEPS.map((factory) => factory(scope)).filter((step) => step !== undefined)
  const { observer, runtime } = scope.modules
  return observer === undefined ? steps : steps.map((step) => observeStep(step, observer, runtime.clock))
}

/** Takes a request of an HTTP API from its stage to its answer. */
export function handleHttp(invocation: HttpInvocation): HandleResponse | Promise<HandleResponse> {
  return serveInvocation(HTTP, invocation)
}

function invoke(invocation: HttpInvocation): void | Promise<void> {
  const { cors, router } = invocation.stage
  const match = router.find(invocation.httpMethod, invocation.resourcePath)
  if (cors?.isPreflight(invocation) === true && (match === undefined || isOpen(match.route.route))) {
    invocation.isPreflight = true
    invocation.statusCode = 204
    invocation.responseHeaders = cors.preflightHeaders(invocation)
    return undefined
  }
  if (match === undefined) throw notFound()
  invocation.route = match.route
  invocation.pathValues = match.values
  return runSteps(match.route.steps, invocation)
}

// A route that asks who is calling asks it of a preflight too: the guide's remedy is an open route for OPTIONS.
const isOpen = (route: { readonly authorizationType: string }): boolean => route.authorizationType === 'NONE'

function answerError(error: unknown, invocation: HttpInvocation): HandleResponse {
  const refusal = error instanceof HttpApiError ? error : internalError({ cause: error })
  const { statusCode, pointer, cause, message: name } = refusal
  reportCause({ statusCode, pointer, cause, name }, invocation, invocation.route?.route.routeKey)
  refuse(invocation, refusal)
  return finish(invocation)
}

const HTTP: Protocol<HttpInvocation> = { receive: receiveHttpBody, invoke, finish, answerError }
