import { UsageError } from '../errors.js'
import type { HeaderList } from './header-list.js'

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

/**
 * Makes a response whose header list is built, of what it is given for that, when it is first read: most in-process callers
 * only look at the body.
 */
export function createLazyResponse<T extends object>(
  statusCode: number,
  body: ResponseBody,
  source: T,
  headersOf: (source: T) => HeaderList,
): HandleResponse {
  return new GatewayHandleResponse(statusCode, source, headersOf as HeaderBuilder, body)
}

type HeaderBuilder = (source: object) => HeaderList

class GatewayHandleResponse implements HandleResponse {
  readonly statusCode: number
  readonly body: ResponseBody
  /** The header list itself, or what `#build` makes it of. */
  #source: object
  #build: HeaderBuilder | undefined

  constructor(statusCode: number, source: object, build: HeaderBuilder | undefined, body: ResponseBody) {
    this.statusCode = statusCode
    this.#source = source
    this.#build = build
    this.body = body
  }

  get headers(): HeaderList {
    if (this.#build !== undefined) {
      this.#source = this.#build(this.#source)
      this.#build = undefined
    }
    return this.#source as HeaderList
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
