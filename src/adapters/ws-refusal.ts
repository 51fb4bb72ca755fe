import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { concatBytes, toBytes } from '../http/body.js'
import type { HandleResponse, ResponseBody } from '../http/response.js'
import { finalAnswer } from './final-answer.js'
import { isBodiless, wireHeaders } from './wire-headers.js'

/** Writes the answer to an upgrade that is refused, and ends the connection: nothing else can follow on it. */
export async function writeUpgradeRefusal(
  given: HandleResponse,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const answer = finalAnswer(given)
  const { statusCode, headers } = answer
  const body = isBodiless(request.method, statusCode) ? '' : await readBody(answer.body)
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const { fields } = wireHeaders(headers)
  const lines = [`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`, `Date: ${new Date().toUTCString()}`]
  for (let i = 0; i < fields.length; i += 2) lines.push(`${fields[i] as string}: ${fields[i + 1] as string}`)
  const bytes = toBytes(body)
  lines.push(`Content-Length: ${bytes.byteLength}`, 'Connection: close', '', '')
  socket.write(lines.join('\r\n'), 'latin1')
  socket.end(bytes, () => socket.destroy())
}

async function readBody(body: ResponseBody): Promise<string | Uint8Array> {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return concatBytes(
    chunks,
    chunks.reduce((length, chunk) => length + chunk.byteLength, 0),
  )
}

const KEY = /^[+/\dA-Za-z]{22}==$/
const PROTOCOLS = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+(?:[\t ]*,[\t ]*[!#$%&'*+\-.^_`|~\dA-Za-z]+)*[\t ]*$/

/** Whether a request is a whole WebSocket handshake (RFC 6455, section 4.2.1), so that it can be accepted after `$connect`. */
export function isHandshake({ method, headers }: IncomingMessage): boolean {
  const { upgrade, 'sec-websocket-key': key, 'sec-websocket-version': version } = headers
  const protocols = headers['sec-websocket-protocol']
  return (
    method === 'GET' &&
    upgrade?.toLowerCase() === 'websocket' &&
    key !== undefined &&
    KEY.test(key) &&
    (version === '13' || version === '8') &&
    (protocols === undefined || isProtocolList(protocols))
  )
}

function isProtocolList(text: string): boolean {
  if (!PROTOCOLS.test(text)) return false
  const names = text.split(',').map((name) => name.trim())
  return new Set(names).size === names.length
}
