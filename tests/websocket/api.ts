import {
  createGateway,
  type Gateway,
  type WebSocketFunctionEvent,
  type WebSocketGatewayConfig,
} from '../../src/index.js'
import {
  type ClientOptions,
  connectClient,
  ConnectRefusedError,
  createSeededRandom,
  createVirtualClock,
  type TestClient,
  type VirtualClock,
} from '../../src/testing/index.js'

/** A function that notes its events and answers with a value, or what it makes of the event. */
export interface Recorder {
  (event: WebSocketFunctionEvent): unknown
  readonly events: WebSocketFunctionEvent[]
}

/** Makes a recorder. */
export function recorder(answer: unknown = { statusCode: 200 }): Recorder {
  const events: WebSocketFunctionEvent[] = []
  const handler = (event: WebSocketFunctionEvent): unknown => {
    events.push(structuredClone(event))
    return typeof answer === 'function' ? (answer as (event: WebSocketFunctionEvent) => unknown)(event) : answer
  }
  return Object.assign(handler, { events })
}

/** The settings of a route that answers on the socket. */
export const TWO_WAY = { routeResponseSelectionExpression: '$default', routeResponses: { $default: {} } } as const

/** A gateway with one WebSocket API, on a clock that the test holds. */
export function open(config: Omit<WebSocketGatewayConfig, 'protocolType'>): Gateway & { readonly clock: VirtualClock } {
  const clock = createVirtualClock()
  const gateway = createGateway({
    clock,
    random: createSeededRandom('websocket'),
    logger: false,
    ...config,
    protocolType: 'WEBSOCKET',
  })
  return Object.assign(gateway, { clock })
}

/** The status and body that a client is refused with. */
export async function refused(
  gateway: Gateway,
  options?: ClientOptions,
): Promise<{ statusCode: number; text: string; headers: Record<string, string | string[]> }> {
  try {
    await connectClient(gateway, options)
  } catch (error) {
    if (!(error instanceof ConnectRefusedError)) throw error
    const { statusCode, headers } = error.response
    return { statusCode, text: error.response.text(), headers: headers.toJSON() }
  }
  throw new Error('The client was let in.')
}

/** The last message that a client got, as JSON. */
export function lastJson({ received }: TestClient): unknown {
  return JSON.parse(String(received.at(-1)))
}

/** A promise, and the way to settle it. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: ((value: T) => void) | undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: (value) => settle?.(value) }
}
