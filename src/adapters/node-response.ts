import { Buffer } from 'node:buffer'
import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http'
import { toBytes } from '../http/body.js'
import type { HandleResponse } from '../http/response.js'
import { isBodiless, wireHeaders } from './wire-headers.js'

/** Writes an answer, with back-pressure; ends quietly when the client has gone, or when somebody has answered already. */
export async function writeNodeResponse(
  answer: HandleResponse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (response.headersSent || response.destroyed) return stop(answer)
  const { body, statusCode } = answer
  const isStream = typeof body !== 'string' && !(body instanceof Uint8Array)
  const { fields, isAscii } = wireHeaders(answer.headers)
  const length = contentLength(answer, request.method)
  if (length !== undefined) fields.push('Content-Length', length)
  writeHead(response, statusCode, fields)
  if (isBodiless(request.method, statusCode)) {
    response.end()
    await stop(answer)
  } else if (isStream) {
    await stream(body, response)
  } else {
    // Node joins head and text into one UTF-8 string, which would encode bytes of the head again.
    response.end(isAscii ? body : toBytes(body))
  }
  // What is left of an upload would stand before the connection's next request.
  if (!request.readableEnded) request.resume()
}

function contentLength({ body, headers, statusCode }: HandleResponse, method: string | undefined): string | undefined {
  if (statusCode === 204 || statusCode === 304 || (typeof body !== 'string' && !(body instanceof Uint8Array))) {
    return undefined
  }
  if (statusCode === 205) return '0'
  const length = byteLength(body)
  if (method !== 'HEAD' || length > 0) return String(length)
  // The answer to HEAD says how long the one to GET would be, which the back end knows.
  const told = headers.get('content-length')
  return told !== undefined && /^\d+$/.test(told) ? told : undefined
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}

function writeHead(response: ServerResponse, statusCode: number, fields: string[]): void {
  // Nothing set before us: the list goes out as it is, order and repeats included.
  if (response.getHeaderNames().length === 0 && response.req.httpVersionMajor === 1) {
    response.writeHead(statusCode, fields as OutgoingHttpHeader[])
    return
  }
  // Where the app has set a field, Node sets ours one by one, and a repeated one would keep its last value alone.
  const grouped = new Map<string, [name: string, values: string[]]>()
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string
    const key = name.toLowerCase()
    const group = grouped.get(key)
    if (group === undefined) grouped.set(key, [name, [fields[i + 1] as string]])
    else group[1].push(fields[i + 1] as string)
  }
  for (const [key, [name, values]] of grouped) {
    // Cookies of the app's own, a session's for one, stand beside the gateway's; of other fields the gateway's hold.
    const all = key === 'set-cookie' ? [...cookiesOf(response), ...values] : values
    response.setHeader(name, all.length === 1 ? (all[0] as string) : all)
  }
  response.statusCode = statusCode
}

function cookiesOf(response: ServerResponse): string[] {
  const set = response.getHeader('set-cookie')
  return set === undefined ? [] : Array.isArray(set) ? set : [String(set)]
}

/** Lets go of a body that nobody will read. */
async function stop({ body }: HandleResponse): Promise<void> {
  if (typeof body === 'string' || body instanceof Uint8Array) return
  try {
    await body[Symbol.asyncIterator]().return?.()
  } catch {
    // Its source has failed, which is nobody's concern any more.
  }
}

async function stream(body: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  const iterator = body[Symbol.asyncIterator]()
  // The reader may be waiting for a chunk that never comes: closing must reach the source from outside.
  const onClose = (): void => {
    if (!response.writableFinished) iterator.return?.()?.catch(ignore)
  }
  response.once('close', onClose)
  // A client that waits for the head need not wait for the first chunk.
  response.flushHeaders()
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (response.destroyed) return
      if (next.value.byteLength > 0 && !response.write(next.value)) await drainedOrGone(response)
    }
    response.end()
  } catch {
    // The head is sent: all that is left is to cut the connection, so that the client sees the answer is not whole.
    response.destroy()
  }
}

function ignore(): void {}

function drainedOrGone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve()
      return
    }
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}
