import type { ClientSocket, Connection, ConnectionHub } from '../../connections/index.js'
import { HeaderList } from '../../http/header-list.js'
import { RequestHeaders } from '../../http/request-headers.js'
import type { HandleRequest } from '../../http/request.js'
import { createResponse, type HandleResponse } from '../../http/response.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { badRequest, closing, forbidden, headersTooLarge, urlTooLong } from '../../responses/http-refusal.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { StageTarget } from '../../stage/types.js'
import { runSteps } from '../run.js'
import { disconnectClient } from './disconnect.js'
import { type ClientFacts, type DeployedWebSocketStage, WebSocketInvocation } from './invocation.js'
import { receiveMessage } from './message.js'
import { refuseUpgrade, toRefusal } from './refusal.js'

/** Characters of a URL (documented). */
const URL_LIMIT = 4096
/** Bytes of the request line and the header values together: as HTTP APIs have it. */
const HEADER_LIMIT = 10_240

/** What letting clients in needs of a gateway. */
export interface ConnectHost {
  readonly runtime: Runtime
  readonly connections: ConnectionHub
}

/** A client that wants in, and the stage that it means. */
export interface ConnectCall {
  readonly request: HandleRequest
  readonly socket: ClientSocket
  readonly stage: DeployedWebSocketStage
  readonly target: StageTarget
}

/**
 * Takes an upgrade through `$connect`. Gives the connection, which exists from then on, or the response that refuses it.
 *
 * @throws {HttpRefusal} (rejects) before there is anything that could be invoked
 */
export async function connectClient(host: ConnectHost, call: ConnectCall): Promise<Connection | HandleResponse> {
  const { stage, request, target } = call
  const invocation = createInvocation(host, call)
  if (request.path.length > URL_LIMIT) throw urlTooLong()
  if (invocation.scan.byteLength > HEADER_LIMIT) throw headersTooLarge()
  if (!invocation.scan.isValid) throw badRequest()
  // The address of a WebSocket API is its stage and nothing else.
  if (target.resourcePath !== '/') throw forbidden()
  const route = stage.routes.get('$connect')
  try {
    if (route !== undefined) {
      invocation.route = route
      await runSteps(route.steps, invocation)
      if (!isSuccess(invocation.statusCode)) return refusedByIntegration(invocation)
    }
    return await open(host, call, invocation)
  } catch (error) {
    return refuseUpgrade(toRefusal(error, invocation), invocation)
  }
}

// A route with nothing behind it leaves the status at 0.
function isSuccess(statusCode: number): boolean {
  return statusCode === 0 || (statusCode >= 200 && statusCode < 300)
}

function createInvocation({ runtime }: ConnectHost, { request, stage, target }: ConnectCall): WebSocketInvocation {
  const { ids, clock } = runtime
  const headers = new RequestHeaders(request.headers, request.headerCase === 'lost')
  const event = { eventType: 'CONNECT', request, rawQuery: target.rawQuery } as const
  const facts: ClientFacts = {
    connectionId: ids.extendedRequestId(ids.next()),
    connectedAt: clock.now(),
    sourceIp: request.sourceIp ?? '127.0.0.1',
    userAgent: headers.get('user-agent'),
    domainName: request.host ?? headers.get('host') ?? stage.defaultHost,
    authorizer: undefined,
    signer: undefined,
    apiKey: undefined,
  }
  return new WebSocketInvocation(runtime, stage, facts, event)
}

async function open(
  { runtime, connections }: ConnectHost,
  { socket, stage }: ConnectCall,
  { client, subprotocol }: WebSocketInvocation,
): Promise<Connection | HandleResponse> {
  const { connectionId, connectedAt, sourceIp, userAgent } = client
  const connection = await connections.open({
    record: {
      connectionId,
      apiId: stage.apiId,
      stage: stage.name,
      connectedAt,
      sourceIp,
      ...(userAgent !== undefined && { userAgent }),
    },
    subprotocol,
    socket,
    events: {
      onMessage: (message, connection) => receiveMessage({ runtime, stage, client, connection }, message),
      onEnd: (end) => disconnectClient({ runtime, stage, client }, end),
    },
  })
  return connection ?? refuseClosed()
}

// The status goes to the client as it came (observed), and with it what the back end had to say.
function refusedByIntegration(invocation: WebSocketInvocation): HandleResponse {
  const { statusCode, responseBody, responseHeaders, requestId } = invocation
  if (statusCode < 300) {
    // 1xx would end no exchange.
    const cause = new Error(`The integration of $connect answered ${statusCode}.`)
    throw new GatewayResponseError('INTEGRATION_FAILURE', { statusCode: 502, cause })
  }
  const headers = new HeaderList([
    ['Content-Type', responseHeaders?.get('content-type') ?? 'application/json'],
    ['x-amzn-RequestId', requestId],
  ])
  return createResponse(statusCode, headers, responseBody)
}

/** The refusal of every upgrade once the gateway closes. */
export function refuseClosed(): HandleResponse {
  const { statusCode, headers, body } = closing()
  return createResponse(statusCode, new HeaderList(headers), body)
}
