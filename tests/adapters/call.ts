import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'

export interface Answer {
  readonly status: number
  readonly message: IncomingMessage
  readonly body: Buffer
}

export interface CallOptions {
  readonly method?: string
  /** Name, value, name, value. */
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
}

/** Calls a server over a socket of its own and reads the whole answer. */
export async function call(port: number, path: string, options: CallOptions = {}): Promise<Answer> {
  const message = await open(port, path, options)
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return { status: message.statusCode ?? 0, message, body: Buffer.concat(chunks) }
}

/** The same up to the head of the answer. */
export function open(port: number, path: string, options: CallOptions = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    send(port, path, options).once('response', resolve).once('error', reject)
  })
}

/** The same up to the request. */
export function send(port: number, path: string, { method = 'GET', headers = [], body }: CallOptions): ClientRequest {
  const all = ['Host', `127.0.0.1:${port}`, ...headers]
  if (body !== undefined) all.push('Content-Length', String(Buffer.byteLength(body)))
  const request = httpRequest({ port, host: '127.0.0.1', path, method, headers: all, agent: false })
  request.end(body)
  return request
}
