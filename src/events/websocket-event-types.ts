/** `requestContext` that all events of a WebSocket API share. */
export interface WebSocketRequestContext {
  /** `$connect`, `$disconnect`, `$default`, or the key of the route that the message took. */
  readonly routeKey: string
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT'
  readonly extendedRequestId: string
  /** `dd/MMM/yyyy:HH:mm:ss +0000` */
  readonly requestTime: string
  readonly messageDirection: 'IN'
  readonly stage: string
  /** Milliseconds since the epoch; the same on all events of a connection. */
  readonly connectedAt: number
  /** Milliseconds since the epoch. */
  readonly requestTimeEpoch: number
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string; readonly [name: string]: unknown }
  readonly requestId: string
  readonly domainName: string
  readonly connectionId: string
  readonly apiId: string
  /** Where an authorizer let the client in: its context, as text. */
  readonly authorizer?: { readonly principalId: string; readonly [name: string]: unknown }
  /** Of `MESSAGE`. */
  readonly messageId?: string
  /** Of `DISCONNECT`. */
  readonly disconnectStatusCode?: number
  /** Of `DISCONNECT`. */
  readonly disconnectReason?: string
}

/** Any event of a WebSocket API. */
export interface WebSocketFunctionEvent {
  readonly requestContext: WebSocketRequestContext
  readonly isBase64Encoded: boolean
  /** When the stage has some. */
  readonly stageVariables?: Readonly<Record<string, string>>
  /** Of `CONNECT`, and of `DISCONNECT` in a small form. */
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  /** Of `CONNECT`, when there is a query. */
  readonly queryStringParameters?: Readonly<Record<string, string>>
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>
  /** Of `MESSAGE`. */
  readonly body?: string
}

/** The event of `$connect`. */
export interface WebSocketConnectEvent extends Omit<WebSocketFunctionEvent, 'body'> {
  readonly headers: Readonly<Record<string, string>>
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>
}

/** The event of a message. */
export interface WebSocketMessageEvent extends Pick<WebSocketFunctionEvent, 'isBase64Encoded' | 'stageVariables'> {
  readonly requestContext: WebSocketRequestContext & { readonly messageId: string }
  readonly body: string
}

/** The event of `$disconnect`. */
export interface WebSocketDisconnectEvent extends Pick<
  WebSocketFunctionEvent,
  'isBase64Encoded' | 'stageVariables' | 'headers' | 'multiValueHeaders'
> {
  readonly requestContext: WebSocketRequestContext & {
    /** The close code; 1005 when the client sent none. */
    readonly disconnectStatusCode: number
    readonly disconnectReason: string
  }
}

/** The event of a route by its key. */
export type WebSocketRouteEvent<Key extends string = string> = string extends Key
  ? WebSocketFunctionEvent
  : Key extends '$connect'
    ? WebSocketConnectEvent
    : Key extends '$disconnect'
      ? WebSocketDisconnectEvent
      : WebSocketMessageEvent
