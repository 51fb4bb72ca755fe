import type { HeaderList } from '../http/header-list.js'

/** Fields that frame a message on one connection: the server writes them itself, two of a kind would contradict each other. */
const FRAMING: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])
const LONGEST_FRAMING = 'transfer-encoding'.length

const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const ASCII = /^[\t -~]*$/
const LATIN1 = /^[\t -~\u0080-\u00ff]*$/
// oxlint-disable-next-line no-control-regex -- these are what must not reach the wire
const CONTROL = /[\0-\u0008\n-\u001f\u007f]+/g

/** The fields of a response as they may go over a wire. */
export interface WireHeaders {
  /** Name, value, name, value; each character is one byte. */
  readonly fields: string[]
  /** Whether no value has a byte above 127. */
  readonly isAscii: boolean
}

/**
 * Makes header fields fit for a wire. Framing is left out, and so is a name that is no token. A value outside Latin-1 goes as
 * UTF-8 bytes; control characters become a blank, so that no value can end its line.
 */
export function wireHeaders(headers: HeaderList): WireHeaders {
  const flat = headers.toFlat()
  const fields: string[] = []
  let isAscii = true
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i] as string
    if (!NAME.test(name) || isFraming(name)) continue
    let value = flat[i + 1] as string
    if (!ASCII.test(value)) {
      value = wireValue(value)
      isAscii &&= ASCII.test(value)
    }
    fields.push(name, value)
  }
  return { fields, isAscii }
}

function isFraming(name: string): boolean {
  return name.length <= LONGEST_FRAMING && FRAMING.has(name.toLowerCase())
}

function wireValue(value: string): string {
  const clean = value.replace(CONTROL, ' ')
  if (LATIN1.test(clean)) return clean
  let latin1 = ''
  for (const byte of new TextEncoder().encode(clean)) latin1 += String.fromCharCode(byte)
  return latin1
}

/** Whether an answer of that status, to a request of that method, has no body. */
export function isBodiless(method: string | undefined, statusCode: number): boolean {
  return method === 'HEAD' || statusCode === 204 || statusCode === 205 || statusCode === 304
}
