import { concatBytes, toText } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { IntegrationFault, type EndpointResponse } from '../types.js'

/** Bytes within which the head must end. */
const MAX_HEAD = 16 * 1024
const DELIMITER_LENGTH = 8

/** The head of a streamed Lambda response. */
export interface StreamHead {
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string | number | boolean>>
  readonly multiValueHeaders?: Readonly<Record<string, ReadonlyArray<string | number | boolean>>>
  readonly cookies?: ReadonlyArray<string | number | boolean>
}

/**
 * Reads the head of a streamed Lambda response: JSON, then eight null bytes, within the first 16 KB; what follows is the body.
 *
 * @throws {IntegrationFault} (rejects) `internal` for another format: the service answers 500
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export async function readPrologue(stream: AsyncIterable<Uint8Array>): Promise<EndpointResponse> {
  const source = stream[Symbol.asyncIterator]()
  let read = new Uint8Array()
  let end = -1
  while (end < 0) {
    const next = await source.next()
    if (next.done === true) throw badFormat('it ended before its delimiter')
    read = concatBytes([read, next.value], read.length + next.value.length) as Uint8Array<ArrayBuffer>
    end = findDelimiter(read)
    if ((end < 0 ? read.length : end) > MAX_HEAD) {
      await source.return?.()
      throw badFormat(`there is no delimiter within its first ${MAX_HEAD} bytes`)
    }
  }
  let head: StreamHead
  try {
    head = parseHead(toText(read.subarray(0, end)))
  } catch (fault) {
    await source.return?.()
    throw fault
  }
  const rest = read.subarray(end + DELIMITER_LENGTH)
  return { statusCode: head.statusCode ?? 200, headers: headersOf(head), body: new Remainder(rest, source) }
}

/** Where the eight null bytes begin, or -1. */
export function findDelimiter(bytes: Uint8Array): number {
  let zeros = 0
  for (let i = 0; i < bytes.length; i++) {
    zeros = bytes[i] === 0 ? zeros + 1 : 0
    if (zeros === DELIMITER_LENGTH) return i + 1 - DELIMITER_LENGTH
  }
  return -1
}

const HEAD_KEYS: ReadonlySet<string> = new Set(['statusCode', 'headers', 'multiValueHeaders', 'cookies'])

/**
 * Reads the JSON of a head; nothing but its four keys may be in it.
 *
 * @throws {IntegrationFault} `internal`
 */
export function parseHead(json: string): StreamHead {
  let head: unknown
  try {
    head = JSON.parse(json)
  } catch {
    throw badFormat('its head is no JSON')
  }
  if (typeof head !== 'object' || head === null || Array.isArray(head)) throw badFormat('its head is no JSON object')
  const stranger = Object.keys(head).find((key) => !HEAD_KEYS.has(key))
  if (stranger !== undefined) throw badFormat(`its head has the unknown key ${JSON.stringify(stranger)}`)
  const { statusCode = 200, headers, multiValueHeaders, cookies } = head as Record<string, unknown>
  if (!Number.isInteger(statusCode) || (statusCode as number) < 100 || (statusCode as number) > 599) {
    throw badFormat('its statusCode is none')
  }
  const wellFormed =
    isMap(headers, isScalar) && isMap(multiValueHeaders, isTextList) && (cookies == null || isTextList(cookies))
  if (!wellFormed) throw badFormat('its headers or cookies are malformed')
  return head
}

function isMap(value: unknown, fits: (item: unknown) => boolean): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(fits)
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isScalar)
}

function headersOf(head: StreamHead): HeaderList {
  const headers = new HeaderList()
  for (const [name, values] of Object.entries(head.multiValueHeaders ?? {})) {
    for (const value of values) headers.append(name, String(value))
  }
  for (const [name, value] of Object.entries(head.headers ?? {})) headers.append(name, String(value))
  for (const cookie of head.cookies ?? []) headers.append('Set-Cookie', String(cookie))
  return headers
}

function badFormat(reason: string): IntegrationFault {
  return new IntegrationFault('internal', `A function's response is not of the streaming format: ${reason}`)
}

/** What is left of a stream whose beginning was read. */
class Remainder implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  #first: Uint8Array | undefined
  readonly #source: AsyncIterator<Uint8Array>

  constructor(first: Uint8Array, source: AsyncIterator<Uint8Array>) {
    this.#first = first.length === 0 ? undefined : first
    this.#source = source
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#first
    this.#first = undefined
    return value === undefined
      ? (this.#source.next() as Promise<IteratorResult<Uint8Array, undefined>>)
      : Promise.resolve({ done: false, value })
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#first = undefined
    await this.#source.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
