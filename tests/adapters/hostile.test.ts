import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGateway } from '../../src/index.js'

const MEGABYTE = 1024 * 1024

let server: Server
let port: number
const connections = new Set<Socket>()

beforeAll(async () => {
  const gateway = createGateway({
    logger: false,
    routes: {
      'ANY /echo': async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.path, body: event.body }) }),
      'ANY /{proxy+}': async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.path }) }),
    },
  })
  server = createServer({ maxHeaderSize: 64 * 1024 }, toNodeHandler(gateway))
  server.maxHeadersCount = 0
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends raw bytes and reads until the server ends the connection. */
async function exchange(...parts: Array<string | Uint8Array>): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server that refuses may close while the client is still sending.
  socket.on('error', () => {})
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
  await closed
  return Buffer.concat(chunks).toString('latin1')
}

/** A request that asks for the connection to be closed behind it. */
const request = (line: string, headers: readonly string[] = [], body = ''): string =>
  [`${line} HTTP/1.1`, 'Host: api.test', 'Connection: close', ...headers, '', body].join('\r\n')

const statuses = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

async function stillServes(): Promise<void> {
  expect(statuses(await exchange(request('GET /prod/fine')))).toEqual([200])
}

describe('a server with the gateway behind it, over a bare socket', () => {
  test.each([
    ['no request at all', 'hello\r\n\r\n'],
    ['an unknown version', 'GET /prod/x HTTP/9.9\r\n\r\n'],
    ['an unknown method', request('PETS /prod/x')],
    ['a blank in the path', request('GET /prod/a b')],
    ['a NUL in the path', request('GET /prod/a\0b')],
    ['a NUL in a header', request('GET /prod/x', ['X-A: a\0b'])],
    ['a header without a colon', request('GET /prod/x', ['no colon'])],
    ['a blank before the colon', request('GET /prod/x', ['X-A : 1'])],
    ['a folded header', request('GET /prod/x', ['X-A: 1', ' folded'])],
    ['two lengths', request('POST /prod/x', ['Content-Length: 1', 'Content-Length: 2'], 'ab')],
    ['a negative length', request('POST /prod/x', ['Content-Length: -1'])],
    ['a length and chunks', request('POST /prod/x', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    ['chunks of no size', request('POST /prod/echo', ['Transfer-Encoding: chunked'], 'zz\r\nabc\r\n')],
    ['headers beyond the limit', request('GET /prod/x', [`X-A: ${'a'.repeat(100_000)}`])],
  ])('refuses %s, and serves on', async (_, bytes) => {
    const [status] = statuses(await exchange(bytes))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    await stillServes()
  })

  test.each([
    '/prod/%',
    '/prod/%zz',
    '/prod/%c3%28',
    '/prod/%00',
    '/prod/../../etc/passwd',
    '/prod/..%2f..%2f',
    '//prod//x',
    '/prod/__proto__/constructor',
    '/prod/x?%=%&__proto__=1&&&=',
    '/prod/\xff\xfe',
    '/',
    '*',
  ])('answers the path %j', async (path) => {
    const answer = await exchange(request(`GET ${path}`))
    expect([200, 400, 403, 404]).toContain(statuses(answer)[0])
    expect(answer).not.toMatch(/ at .*\.[jt]s:\d/)
    await stillServes()
  })

  test('answers 1,000 headers in good time, within its limit or beyond it', async () => {
    for (const size of [1, 30]) {
      const headers = Array.from({ length: 1000 }, (_, index) => `X-${index}: ${'v'.repeat(size)}`)
      const [status] = statuses(await exchange(request('GET /prod/x', headers)))
      expect([200, 431]).toContain(status)
    }
    await stillServes()
  })

  test('answers headers with bytes that are no text', async () => {
    const answer = await exchange(request('GET /prod/x', ['X-Odd: \x80\xff', 'Cookie: \xe9=1', 'X-Tab: a\tb']))
    expect(statuses(answer)).toEqual([200])
  })

  test('answers pipelined requests in order', async () => {
    const pipelined = Array.from({ length: 20 }, (_, index) => `GET /prod/${index} HTTP/1.1\r\nHost: a\r\n\r\n`)
    const answer = await exchange(pipelined.join(''), request('GET /prod/last'))
    const paths = [...answer.matchAll(/\{"path":"\/(\w+)"\}/g)].map(([, path]) => path)
    expect(paths).toEqual([...Array.from({ length: 20 }, (_, index) => String(index)), 'last'])
  })

  test('reads a body that comes byte by byte', async () => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    const closed = once(socket, 'close')
    socket.write(request('POST /prod/echo', ['Content-Length: 10']))
    for (const byte of '0123456789') {
      await new Promise((resolve) => setImmediate(resolve))
      socket.write(byte)
    }
    await closed
    expect(Buffer.concat(chunks).toString()).toContain('"body":"0123456789"')
  })

  test('answers 413 to more than 10 MB, in one piece or in chunks without a length', async () => {
    const big = Buffer.alloc(10 * MEGABYTE + 1, 'a')
    const whole = await exchange(request('POST /prod/echo', [`Content-Length: ${big.byteLength}`]), big)
    expect(statuses(whole)).toEqual([413])
    const size = MEGABYTE.toString(16)
    const chunk = Buffer.concat([Buffer.from(`${size}\r\n`), Buffer.alloc(MEGABYTE, 'a'), Buffer.from('\r\n')])
    const head = request('POST /prod/echo', ['Transfer-Encoding: chunked'])
    const chunked = await exchange(head, ...Array.from({ length: 11 }, () => chunk), '0\r\n\r\n')
    expect(statuses(chunked)).toEqual([413])
    await stillServes()
  })

  test('lets go of clients that leave in the middle of head, body or answer', async () => {
    const halves = [
      'GET /prod/x HT',
      'GET /prod/x HTTP/1.1\r\nHost: a\r\nX-Half',
      'POST /prod/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf',
      'POST /prod/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
      'GET /prod/x HTTP/1.1\r\nHost: a\r\n\r\n',
    ]
    for (const half of halves) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(half, () => resolve()))
      socket.resetAndDestroy()
    }
    await stillServes()
    while (connections.size > 0) await new Promise((resolve) => setImmediate(resolve))
    expect(connections.size).toBe(0)
  })
})
