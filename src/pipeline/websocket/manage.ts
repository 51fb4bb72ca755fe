import { type ConnectionHub, ConnectionsError, MESSAGE_LIMIT, type SocketData } from '../../connections/index.js'
import { readBody, TOO_LARGE, toBytes } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import type { HandleRequest } from '../../http/request.js'
import { createResponse, type HandleResponse } from '../../http/response.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { StageTarget } from '../../stage/types.js'
import { BaseInvocation } from '../base-invocation.js'
import { methodArn } from '../method-arn.js'
import { reportCause } from '../report-cause.js'
import type { DeployedWebSocketStage } from './invocation.js'

/** What the management calls need of a gateway. */
export interface ManageHost {
  readonly runtime: Runtime
  readonly connections: ConnectionHub
}

/** A plain HTTP request to a stage of a WebSocket API. */
export interface ManageCall {
  readonly request: HandleRequest
  readonly stage: DeployedWebSocketStage
  readonly target: StageTarget
}

const PATH = /^\/(?:@|%40)connections\/([^/]+)$/i

/** The connection id in a path of the management API; `undefined` for another path. */
export function connectionIdOf(resourcePath: string): string | undefined {
  const id = PATH.exec(resourcePath)?.[1]
  if (id === undefined) return undefined
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/**
 * Answers `POST`, `GET` and `DELETE /{stage}/@connections/{connectionId}`. Calls must be signed where the gateway can look callers up;
 * without `credentials` it cannot, and takes them as they come.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function manageConnection(host: ManageHost, call: ManageCall): Promise<HandleResponse> {
  const invocation = new ManagementInvocation(host.runtime, call)
  try {
    const connectionId = connectionIdOf(call.target.resourcePath)
    const operation = Object.hasOwn(OPERATIONS, call.request.method) ? OPERATIONS[call.request.method] : undefined
    if (connectionId === undefined || operation === undefined)
      throw new ConnectionsError('ForbiddenException', 'Forbidden')
    const body = await readBody(call.request.body, MESSAGE_LIMIT)
    if (body === TOO_LARGE) throw new ConnectionsError('PayloadTooLargeException', 'Message too long')
    invocation.body = body
    invocation.sentBody = body
    await call.stage.checkManager?.(invocation, resourcesOf(invocation), 'execute-api:ManageConnections', '')
    const { apiId, name: stage } = call.stage
    return await operation(host.connections, connectionId, invocation, { apiId, stage })
  } catch (error) {
    return refuse(error, invocation)
  }
}

type Operation = (
  connections: ConnectionHub,
  connectionId: string,
  invocation: ManagementInvocation,
  scope: { readonly apiId: string; readonly stage: string },
) => Promise<HandleResponse>

const OPERATIONS: Readonly<Record<string, Operation>> = {
  POST: async (connections, connectionId, invocation, scope) => {
    await connections.post(connectionId, messageOf(invocation.body ?? ''), scope)
    return respond(invocation, 200, '')
  },
  GET: async (connections, connectionId, invocation, scope) =>
    respond(invocation, 200, JSON.stringify(await connections.get(connectionId, scope))),
  DELETE: async (connections, connectionId, invocation, scope) => {
    await connections.delete(connectionId, scope)
    return respond(invocation, 204, '')
  },
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// Clients get text, as the service sends it; bytes that are no text reach them as they are.
function messageOf(body: SocketData): SocketData {
  if (typeof body === 'string') return body
  try {
    return strict.decode(body)
  } catch {
    return toBytes(body)
  }
}

// Policies name `…/{stage}/{METHOD}/@connections`, with the id or `*` behind it (documented in both forms).
function resourcesOf(invocation: ManagementInvocation): string[] {
  const arn = methodArn(invocation)
  return [arn, arn.slice(0, arn.indexOf('/@connections') + '/@connections'.length)]
}

function respond(
  invocation: ManagementInvocation,
  statusCode: number,
  body: string,
  errorType?: string,
): HandleResponse {
  const headers = new HeaderList([['x-amzn-RequestId', invocation.requestId]])
  if (body !== '') headers.append('Content-Type', 'application/json')
  if (errorType !== undefined) headers.append('x-amzn-ErrorType', errorType)
  return createResponse(statusCode, headers, body)
}

function refuse(error: unknown, invocation: ManagementInvocation): HandleResponse {
  if (error instanceof ConnectionsError) {
    // The body of a 410 is empty (seen).
    const body = error.statusCode === 410 ? '' : JSON.stringify({ message: error.message })
    return respond(invocation, error.statusCode, body, error.name)
  }
  const refusal =
    error instanceof GatewayResponseError ? error : new GatewayResponseError('DEFAULT_5XX', { cause: error })
  const { statusCode, pointer, cause, responseType, text, errorType } = refusal
  reportCause({ statusCode, pointer, cause, name: responseType }, invocation, '@connections')
  return respond(invocation, statusCode, JSON.stringify({ message: text }), errorType)
}

/** One call of the management API. */
class ManagementInvocation extends BaseInvocation<DeployedWebSocketStage> {
  constructor(runtime: Runtime, { request, stage, target }: ManageCall) {
    const { rawQuery, calledPath } = target
    const connectionId = connectionIdOf(target.resourcePath)
    // What ARNs name is the decoded path.
    const resourcePath = connectionId === undefined ? target.resourcePath : `/@connections/${connectionId}`
    super(runtime, { request, stage, resourcePath, rawQuery, calledPath })
  }

  override get requestId(): string {
    return this.runtime.ids.requestId(this.sequence)
  }

  override get extendedRequestId(): string {
    return this.runtime.ids.extendedRequestId(this.sequence)
  }
}
