import type { LiveConnection } from '../../connections/index.js'
import { toText } from '../../http/body.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Runtime } from '../../runtime/runtime.js'
import { runSteps } from '../run.js'
import { type ClientFacts, type DeployedWebSocketStage, WebSocketInvocation } from './invocation.js'
import { errorFrame, toRefusal } from './refusal.js'

/** The client that a message came from. */
export interface MessageSource {
  readonly runtime: Runtime
  readonly stage: DeployedWebSocketStage
  readonly client: ClientFacts
  readonly connection: Pick<LiveConnection, 'send'>
}

/**
 * Takes a message to the route that it chooses, and the route's answer or an error frame to the client. Messages of a connection run
 * beside each other, so their answers may come in another order (documented). Never throws or rejects.
 */
export function receiveMessage(source: MessageSource, body: string): void | Promise<void> {
  const { runtime, stage, client } = source
  const invocation = new WebSocketInvocation(runtime, stage, client, { eventType: 'MESSAGE', body })
  try {
    const route = stage.select(invocation)
    if (route === undefined) throw new GatewayResponseError('ACCESS_DENIED', { message: 'Forbidden' })
    invocation.route = route
    invocation.httpMethod = route.route.routeKey
    const running = runSteps(route.steps, invocation)
    if (running === undefined) return answer(source, invocation)
    return running.then(
      () => answer(source, invocation),
      (error: unknown) => refuse(source, invocation, error),
    )
  } catch (error) {
    return refuse(source, invocation, error)
  }
}

function answer(source: MessageSource, invocation: WebSocketInvocation): void {
  const { responseBody } = invocation
  if (typeof responseBody === 'string' || responseBody instanceof Uint8Array) {
    if (responseBody.length > 0) send(source, invocation, responseBody)
  }
}

function refuse(source: MessageSource, invocation: WebSocketInvocation, error: unknown): void {
  send(source, invocation, errorFrame(toRefusal(error, invocation), invocation))
}

// Nobody waits for an answer as a caller of @connections does: the log learns that there was no way to the client.
function send(
  { connection, runtime }: MessageSource,
  invocation: WebSocketInvocation,
  data: string | Uint8Array,
): void {
  if (connection.send(data) !== 'full') return
  const { client, requestId } = invocation
  const fields = { connectionId: client.connectionId, requestId, answer: toText(data).slice(0, 200) }
  runtime.logger.warn(fields, 'An answer was dropped: the client reads too slowly')
}
