import { UsageError } from '../errors.js'
import { HeaderList } from './header-list.js'

/** A response body: text (UTF-8), bytes, or, of a streaming integration, chunks over time. */
export type ResponseBody = string | Uint8Array | AsyncIterable<Uint8Array>

/** What a gateway answers. */
export interface HandleResponse {
  readonly statusCode: number
  /** Ordered, case kept. */
  readonly headers: HeaderList
  readonly body: ResponseBody
  /** The body as text. Throws {@link UsageError} for a streamed body: read `body` instead. */
  text(): string
  /** The body parsed as JSON. Throws a `SyntaxError` when it is none. */
  json(): unknown
  /** The body as bytes. Throws {@link UsageError} for a streamed body. */
  bytes(): Uint8Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Makes a response of its parts. */
export function createResponse(statusCode: number, headers: HeaderList, body: ResponseBody): HandleResponse {
  return new GatewayHandleResponse(statusCode, headers, undefined, body)
}

/** Makes a response whose header list is built when it is first read: most in-process callers only look at the body. */
export function createLazyResponse(statusCode: number, headers: () => HeaderList, body: ResponseBody): HandleResponse {
  return new GatewayHandleResponse(statusCode, undefined, headers, body)
}

class GatewayHandleResponse implements HandleResponse {
  readonly statusCode: number
  readonly body: ResponseBody
  #headers: HeaderList | undefined
  readonly #build: (() => HeaderList) | undefined

  constructor(
    statusCode: number,
    headers: HeaderList | undefined,
    build: (() => HeaderList) | undefined,
    body: ResponseBody,
  ) {
    this.statusCode = statusCode
    this.#headers = headers
    this.#build = build
    this.body = body
  }

  get headers(): HeaderList {
    return (this.#headers ??= this.#build?.() ?? new HeaderList())
  }

  text(): string {
    const { body } = this
    if (typeof body === 'string') return body
    return decoder.decode(this.bytes())
  }

  json(): unknown {
    return JSON.parse(this.text())
  }

  bytes(): Uint8Array {
    const { body } = this
    if (typeof body === 'string') return encoder.encode(body)
    if (body instanceof Uint8Array) return body
    throw new UsageError('ERR_STREAMED_BODY', 'This response is streamed: read its `body` with `for await`.')
  }

  toJSON(): object {
    return {
      statusCode: this.statusCode,
      headers: this.headers,
      body: typeof this.body === 'string' ? this.body : undefined,
    }
  }
}
