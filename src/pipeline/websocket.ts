import { observeStep } from '../observe/observe-step.js'
import { checkApiKey } from './websocket/api-key.js'
import { authorize } from './websocket/authorize.js'
import { mapAnswer, passAnswer, readVerdict } from './websocket/answer.js'
import type { WebSocketInvocation, WebSocketStep } from './websocket/invocation.js'
import { callIntegration } from './websocket/call-integration.js'
import { makeEvent, mapRequest } from './websocket/map-request.js'
import type { WebSocketScope, WebSocketStepFactory } from './websocket/scope.js'
import { throttle } from './websocket/throttle.js'
import { validateMessage, validateParameters } from './websocket/validate.js'

/**
 * The three things that happen to a connection, each from top to bottom in the service's order. A line makes a step of the routes
 * that have such a setting. What comes around them is in `websocket/connect.ts` (upgrade), `websocket/message.ts` (choice of the route,
 * answer) and `websocket/disconnect.ts`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html
 */

/** `$connect`: the client waits for the answer to its upgrade. */
const CONNECT: readonly WebSocketStepFactory[] = [
  // Who may connect, and how often
  authorize,
  checkApiKey,
  throttle,
  validateParameters,
  // To the back end
  mapRequest,
  makeEvent,
  callIntegration,
  // And back: in or out, and the subprotocol
  readVerdict,
]

/** A message, on the route that it chose. */
const MESSAGE: readonly WebSocketStepFactory[] = [
  throttle,
  validateMessage,
  // To the back end
  mapRequest,
  makeEvent,
  callIntegration,
  // And back: the answer on the socket, where the route has one
  passAnswer,
  mapAnswer,
]

/** `$disconnect`: the connection is over already, and nobody waits for the result. */
const DISCONNECT: readonly WebSocketStepFactory[] = [mapRequest, makeEvent, callIntegration]

/** The steps of one route. */
export function compileWebSocketRoute(scope: WebSocketScope): readonly WebSocketStep[] {
  const steps = tableOf(scope.route.routeKey)
    .map((factory) => factory(scope))
    .filter((step) => step !== undefined)
  const { observer, runtime } = scope.modules
  return observer === undefined
    ? steps
    : steps.map((step) => observeStep<WebSocketInvocation>(step, observer, runtime.clock))
}

function tableOf(routeKey: string): readonly WebSocketStepFactory[] {
  if (routeKey === '$connect') return CONNECT
  return routeKey === '$disconnect' ? DISCONNECT : MESSAGE
}
