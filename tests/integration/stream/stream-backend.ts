// A back end in a process of its own: streams as fast as it is read, and tells its parent when a stream ends.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { patternAt, PREFIX } from './stream-pattern.js'

/** What the back end tells its parent. */
export type BackendMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'ended'; readonly stream: string; readonly whole: boolean; readonly at: number }

const CHUNK = 64 * 1024
const tell = (message: BackendMessage): void => void process.send?.(message)

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://backend')
  const stream = pathname.split('/').at(-1) ?? ''
  const size = Number(searchParams.get('size') ?? '0')
  response.on('close', () =>
    tell({ kind: 'ended', stream, whole: response.writableFinished, at: performance.timeOrigin + performance.now() }),
  )
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'X-Stream': stream })
  if (pathname.startsWith('/idle/')) response.write('something')
  else pump(response, stream, size)
})

function pump(response: ServerResponse, stream: string, size: number): void {
  let sent = 0
  response.write(stream.padEnd(PREFIX))
  const write = (): void => {
    while (sent < size && !response.destroyed) {
      const chunk = patternAt(sent, Math.min(CHUNK, size - sent))
      sent += chunk.byteLength
      if (!response.write(chunk)) return void response.once('drain', write)
    }
    response.end()
  }
  write()
}

server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
