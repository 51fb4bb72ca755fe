import { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'
import { type ClientFacts, type DeployedWebSocketStage, WebSocketInvocation } from '../pipeline/websocket/invocation.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'
import type { Runtime } from '../runtime/runtime.js'
import type { Decision } from './rest-decision.js'
import type { AuthorizationRule, GuardKind } from './types.js'

/** A stage of a WebSocket API, as an identity asks to be connected to it. */
export interface WebSocketCall {
  readonly runtime: Runtime
  readonly stage: DeployedWebSocketStage
  readonly request: HandleRequest
}

const KINDS: Readonly<Record<string, GuardKind>> = { NONE: 'none', AWS_IAM: 'iam', CUSTOM: 'lambda' }

/** Runs the steps of `$connect` that decide who may connect; who is connected may send to every route. */
export async function decideConnect({ runtime, stage, request }: WebSocketCall): Promise<Decision> {
  const route = stage.routes.get('$connect')
  if (route === undefined) return { allowed: true, rules: [{ kind: 'none' }] }
  const { authorizationType, authorizerId: name, pointer } = route.route
  const rules: AuthorizationRule[] = []
  try {
    const question = request.path.indexOf('?')
    const rawQuery = question < 0 ? '' : request.path.slice(question + 1)
    const event = { eventType: 'CONNECT', request, rawQuery } as const
    const invocation = new WebSocketInvocation(runtime, stage, clientOf(runtime, stage, request), event)
    invocation.route = route
    for (const step of route.steps) {
      if (step.name !== 'authorize' && step.name !== 'checkApiKey') continue
      const kind = step.name === 'authorize' ? (KINDS[authorizationType] ?? 'none') : 'api-key'
      rules.push({ kind, ...(kind === 'lambda' && name !== undefined && { name }), pointer })
      await step.run(invocation)
    }
    return { allowed: true, rules: rules.length === 0 ? [{ kind: 'none' }] : rules }
  } catch (error) {
    if (!(error instanceof GatewayResponseError)) return { allowed: false, statusCode: 500, rules }
    return { allowed: false, statusCode: error.statusCode, responseType: error.responseType, rules }
  }
}

function clientOf(runtime: Runtime, stage: DeployedWebSocketStage, request: HandleRequest): ClientFacts {
  const headers = new RequestHeaders(request.headers, request.headerCase === 'lost')
  return {
    connectionId: 'dry-run',
    connectedAt: runtime.clock.now(),
    sourceIp: request.sourceIp ?? '127.0.0.1',
    userAgent: headers.get('user-agent'),
    domainName: request.host ?? headers.get('host') ?? stage.defaultHost,
    authorizer: undefined,
    signer: undefined,
    apiKey: undefined,
  }
}
