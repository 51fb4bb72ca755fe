import type { ContextSource, ContextValue } from '../../transformer/template/index.js'
import { formatRequestTime } from '../rest-context.js'
import type { WebSocketInvocation } from './invocation.js'

type Reader = (invocation: WebSocketInvocation) => ContextValue
type Readers = Readonly<Record<string, Reader>>

/**
 * `$context` of a WebSocket API. A value that an event does not have is empty text (seen of `messageId`, `status`,
 * `identity.userAgent`).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
const VALUES: Readers = {
  routeKey: ({ routeKey }) => routeKey,
  authorizer: (invocation) => (invocation.client.authorizer === undefined ? undefined : authorizerNode(invocation)),
  messageId: ({ messageId }) => messageId ?? '',
  eventType: ({ event }) => event.eventType,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  requestTime: ({ now }) => formatRequestTime(now),
  messageDirection: () => 'IN',
  stage: ({ stage }) => stage.name,
  connectedAt: ({ client }) => client.connectedAt,
  requestTimeEpoch: ({ now }) => now,
  identity: (invocation) => new ReaderNode(IDENTITY, invocation),
  requestId: ({ requestId }) => requestId,
  domainName: ({ client }) => client.domainName,
  connectionId: ({ client }) => client.connectionId,
  apiId: ({ stage }) => stage.apiId,
  status: ({ statusCode }) => (statusCode === 0 ? '' : statusCode),
  error: (invocation) => new ReaderNode(ERROR, invocation),
  disconnectStatusCode: ({ event }) => (event.eventType === 'DISCONNECT' ? event.code : ''),
  disconnectReason: ({ event }) => (event.eventType === 'DISCONNECT' ? event.reason : ''),
}

// No template runs once there is an error: the names are there, and empty.
const ERROR: Readers = { messageString: () => '', message: () => '', validationErrorString: () => '' }

const IDENTITY: Readers = {
  accountId: ({ client }) => client.signer?.accountId ?? '',
  apiKey: ({ client }) => client.apiKey?.value ?? '',
  apiKeyId: ({ client }) => client.apiKey?.id ?? '',
  caller: ({ client }) => client.signer?.caller ?? '',
  cognitoAuthenticationProvider: ({ client }) => client.signer?.cognitoAuthenticationProvider ?? '',
  cognitoAuthenticationType: ({ client }) => client.signer?.cognitoAuthenticationType ?? '',
  cognitoIdentityId: ({ client }) => client.signer?.cognitoIdentityId ?? '',
  cognitoIdentityPoolId: ({ client }) => client.signer?.cognitoIdentityPoolId ?? '',
  sourceIp: ({ client }) => client.sourceIp,
  user: ({ client }) => client.signer?.user ?? '',
  userAgent: ({ client }) => client.userAgent ?? '',
  userArn: ({ client }) => client.signer?.userArn ?? '',
}

/** The `$context` values of an event, each read when it is asked for. */
export function webSocketContext(invocation: WebSocketInvocation): ContextSource {
  return new ReaderNode(VALUES, invocation)
}

class ReaderNode implements ContextSource {
  readonly #readers: Readers
  readonly #invocation: WebSocketInvocation

  constructor(readers: Readers, invocation: WebSocketInvocation) {
    this.#readers = readers
    this.#invocation = invocation
  }

  get(name: string): ContextValue {
    return Object.hasOwn(this.#readers, name) ? this.#readers[name]?.(this.#invocation) : undefined
  }

  keys(): string[] {
    return Object.keys(this.#readers).filter((name) => this.get(name) !== undefined)
  }
}

function authorizerNode({ client }: WebSocketInvocation): ContextSource {
  const values = client.authorizer?.values ?? {}
  return {
    get: (name) => {
      if (name === 'principalId') return client.authorizer?.principalId
      return Object.hasOwn(values, name) ? values[name] : undefined
    },
    keys: () => ['principalId', ...Object.keys(values)],
  }
}
