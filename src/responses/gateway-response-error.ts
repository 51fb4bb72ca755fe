import { GATEWAY_RESPONSE_DEFAULTS, type GatewayResponseType } from './types.js'

/** What may differ from the type's defaults in one refusal. */
export interface GatewayResponseOptions {
  readonly statusCode?: number
  /** `null` is the message of the service's own authorizer failures: `{"message":null}`. */
  readonly message?: string | null
  readonly errorType?: string
  /** The key of the built-in body; `Message` of access denials (recorded). */
  readonly messageKey?: 'message' | 'Message'
  readonly inExecution?: boolean
  /** `$context.error.validationErrorString`; made when a template reads it. */
  readonly validationErrorString?: () => string
  /** Why, for the log; never for the client. */
  readonly cause?: unknown
  /** Where the setting stands that decided, as a pointer into the definition. */
  readonly pointer?: string
  /** Headers of this very answer, before those of the gateway response's settings. */
  readonly headers?: ReadonlyArray<readonly [string, string]>
}

/**
 * A refusal or failure of the gateway's own inside an invocation. Thrown by steps and what they call; one place turns it
 * into the API's gateway response. Never leaves `handle`.
 */
export class GatewayResponseError extends Error {
  readonly responseType: GatewayResponseType
  readonly statusCode: number
  readonly text: string | null
  readonly errorType: string
  readonly messageKey: 'message' | 'Message'
  readonly inExecution: boolean
  readonly validationErrorString: (() => string) | undefined
  readonly pointer: string | undefined
  readonly headers: ReadonlyArray<readonly [string, string]> | undefined

  constructor(responseType: GatewayResponseType, options: GatewayResponseOptions = {}) {
    const defaults = GATEWAY_RESPONSE_DEFAULTS[responseType]
    const text = options.message === undefined ? defaults.message : options.message
    super(text ?? responseType, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GatewayResponseError'
    this.responseType = responseType
    this.statusCode = options.statusCode ?? defaults.statusCode
    this.text = text
    this.errorType = options.errorType ?? defaults.errorType
    this.messageKey = options.messageKey ?? (responseType === 'ACCESS_DENIED' ? 'Message' : 'message')
    this.inExecution = options.inExecution ?? defaults.inExecution
    this.validationErrorString = options.validationErrorString
    this.pointer = options.pointer
    this.headers = options.headers
  }
}
