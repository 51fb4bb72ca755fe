/** What may come with a refusal of an HTTP API. */
export interface HttpApiErrorOptions {
  readonly headers?: ReadonlyArray<readonly [string, string]>
  /** Why, for the log; never for the client. */
  readonly cause?: unknown
  /** Where the setting stands that decided, as a pointer into the definition. */
  readonly pointer?: string
}

/**
 * A refusal or failure of the gateway's own in an HTTP API, thrown by steps and what they call. HTTP APIs have no gateway
 * responses: status and message are all there is, and nothing of it can be customised (documented).
 */
export class HttpApiError extends Error {
  readonly statusCode: number
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly pointer: string | undefined

  constructor(statusCode: number, message: string, options: HttpApiErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'HttpApiError'
    this.statusCode = statusCode
    this.headers = options.headers ?? []
    this.pointer = options.pointer
  }
}

/** 404: no stage, no route. */
export const notFound = (): HttpApiError => new HttpApiError(404, 'Not Found')

/** 401: no identity, or one that is not accepted. */
export const notIdentified = (options?: HttpApiErrorOptions): HttpApiError =>
  new HttpApiError(401, 'Unauthorized', options)

/** 403: the caller may not. */
export const notAllowed = (options?: HttpApiErrorOptions): HttpApiError => new HttpApiError(403, 'Forbidden', options)

/** 500: the function, its answer, an authorizer or the configuration failed. */
export const internalError = (options?: HttpApiErrorOptions): HttpApiError =>
  new HttpApiError(500, 'Internal Server Error', options)

/** 503: the back end did not answer in time, or not at all. */
export const serviceUnavailable = (options?: HttpApiErrorOptions): HttpApiError =>
  new HttpApiError(503, 'Service Unavailable', options)
