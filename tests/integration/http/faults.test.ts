import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createGateway, createHttpClient, type Gateway, type HandleResponse } from '../../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../../src/testing/index.js'
import { startRawServer, type RawServer } from './raw-server.js'

const cleanUps: Array<() => Promise<unknown> | void> = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

type Mode = 'HTTP' | 'HTTP_PROXY' | 'HTTP_PROXY STREAM'
const MODES: readonly Mode[] = ['HTTP', 'HTTP_PROXY', 'HTTP_PROXY STREAM']

interface Setting {
  readonly gateway: Gateway
  readonly clock: VirtualClock
  readonly server: RawServer
  /** Resolves when the back end has the head of the nth request. */
  asked(): Promise<void>
  call(method?: string): Promise<HandleResponse>
}

async function setUp(
  mode: Mode,
  serve: (socket: Socket, connection: number) => void,
  endpointConfiguration: { readonly types: readonly ['EDGE' | 'REGIONAL'] } = { types: ['REGIONAL'] },
  timeoutInMillis?: number,
): Promise<Setting> {
  let told = (): void => {}
  const asked = new Promise<void>((resolve) => (told = resolve))
  const server = await startRawServer((socket, connection) => {
    serve(socket, connection)
    told()
  })
  const integration = {
    type: mode.split(' ')[0],
    httpMethod: 'ANY',
    uri: `${server.url}/at`,
    ...(mode.endsWith('STREAM') && { responseTransferMode: 'STREAM' }),
    ...(timeoutInMillis !== undefined && { timeoutInMillis }),
    responses: { default: { statusCode: '200' } },
  }
  const clock = createVirtualClock()
  const http = createHttpClient()
  const gateway = createGateway({
    definition: {
      openapi: '3.0.1',
      info: { title: 'faults', version: '1' },
      paths: {
        '/at': {
          'x-amazon-apigateway-any-method': {
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': integration,
          },
        },
      },
    },
    endpointConfiguration,
    clock,
    http,
    logger: false,
  })
  cleanUps.push(
    () => gateway.close(),
    () => http.close(),
    () => server.close(),
  )
  const call = (method = 'GET'): Promise<HandleResponse> =>
    gateway.handle({ method, path: '/prod/at', ...(method === 'POST' && { body: 'pay' }) })
  return { gateway, clock, server, asked: () => asked, call }
}

/** The answer as a client would have it: status and body, or that the body broke off. */
async function outcome(answer: Promise<HandleResponse>): Promise<readonly [status: number, body: string]> {
  const response = await answer
  const { body, statusCode } = response
  if (typeof body === 'string' || body instanceof Uint8Array) return [statusCode, response.text()]
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of body) chunks.push(chunk)
  } catch {
    return [statusCode, 'broken off']
  }
  return [statusCode, Buffer.concat(chunks).toString()]
}

/** Nothing waits any more: no timer on the gateway's clock, no connection to the back end but idle ones. */
async function expectNothingLeft({ clock, server }: Setting, open = 0): Promise<void> {
  expect(clock.nextTimerAt()).toBeUndefined()
  await expect.poll(() => server.open(), { interval: 2 }).toBe(open)
}

const OK = 'HTTP/1.1 200 OK\r\n'
const NETWORK_ERROR = [504, '{"message": "Network error communicating with endpoint"}'] as const
const TIMED_OUT = [504, '{"message": "Endpoint request timed out"}'] as const

describe.each(MODES)('a back end of %s', (mode) => {
  const streams = mode.endsWith('STREAM')

  it.each<[what: string, serve: (socket: Socket) => void]>([
    ['that closes before its status line', (socket) => void socket.end()],
    ['that resets before its status line', (socket) => void socket.resetAndDestroy()],
    ['that resets in its status line', (socket) => void socket.write('HTTP/1.1 2', () => socket.resetAndDestroy())],
    ['that closes in its headers', (socket) => void socket.end(`${OK}X-A: b\r\n`)],
    ['that resets in its headers', (socket) => void socket.write(`${OK}X-A: b`, () => socket.resetAndDestroy())],
    ['that closes after 1xx', (socket) => void socket.end('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')],
    // undici's word: nobody asked it to continue.
    ['that says 100 unasked', (socket) => void socket.end(`HTTP/1.1 100 Continue\r\n\r\n${OK}\r\n`)],
    ['with two lengths', (socket) => void socket.end(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`)],
    ['with a length that is none', (socket) => void socket.end(`${OK}Content-Length: -1\r\n\r\nab`)],
    [
      'with a length and chunks',
      (socket) => void socket.end(`${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`),
    ],
    ['with a NUL in a header', (socket) => void socket.end(`${OK}X-A: b\0c\r\nContent-Length: 0\r\n\r\n`)],
    ['with a bare CR in a header', (socket) => void socket.end(`${OK}X-A: b\rX-Evil: c\r\nContent-Length: 0\r\n\r\n`)],
    ['with a space in a header name', (socket) => void socket.end(`${OK}X A: b\r\nContent-Length: 0\r\n\r\n`)],
    ['with no HTTP at all', (socket) => void socket.end('220 mail.example ESMTP\r\n\r\n')],
    ['with 20 MB of headers', (socket) => pour(socket, `${OK}X-Long: `)],
    ['with 20 MB of header fields', (socket) => pour(socket, OK, 'X-Many: yes\r\n')],
  ])('%s: a network error', async (_, serve) => {
    const setting = await setUp(mode, serve)
    expect(await outcome(setting.call('POST'))).toEqual(NETWORK_ERROR)
    expect(setting.server.received.length).toBe(1)
    await expectNothingLeft(setting)
  })

  // The head of a stream has gone out: all that can tell of a fault is the end of the connection.
  it.each<[what: string, serve: (socket: Socket) => void]>([
    ['that closes before its length is there', (socket) => void socket.end(`${OK}Content-Length: 10\r\n\r\nshort`)],
    [
      'that resets in its body',
      (socket) => void socket.write(`${OK}Content-Length: 10\r\n\r\nshort`, () => socket.resetAndDestroy()),
    ],
    ['with chunks that are none', (socket) => void socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n`)],
    [
      'with a chunk longer than it says',
      (socket) => void socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n`),
    ],
    [
      'that leaves its last chunk out',
      (socket) => void socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
    ],
  ])('%s: a network error, or the end of a stream', async (_, serve) => {
    const setting = await setUp(mode, serve)
    expect(await outcome(setting.call('POST'))).toEqual(streams ? [200, 'broken off'] : NETWORK_ERROR)
    expect(setting.server.received.length).toBe(1)
    await expectNothingLeft(setting)
  })

  it.each<[what: string, answer: string, body: string]>([
    ['that says more than its length', `${OK}Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nevil`, 'ok'],
    ['that says nothing of its length', `${OK}\r\nuntil the end`, 'until the end'],
    ['in HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nold', 'old'],
    ['with chunks and trailers', `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: t\r\n\r\n`, 'abc'],
    [
      'with 1xx before its answer',
      `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}Content-Length: 2\r\n\r\nok`,
      'ok',
    ],
  ])('%s: its answer', async (_, answer, body) => {
    const setting = await setUp(mode, (socket) => void socket.end(answer))
    expect(await outcome(setting.call())).toEqual([200, body])
    await expectNothingLeft(setting)
  })

  it('with repeated headers, folded lines and odd bytes gives no client a line break', async () => {
    const answer = `${OK}X-A: 1\r\nx-a: 2\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nX-Fold: one\r\n two\r\nX-Odd: \xe9\xff\r\nContent-Length: 0\r\n\r\n`
    const setting = await setUp(mode, (socket) => void socket.end(Buffer.from(answer, 'latin1')))
    const response = await setting.call()
    expect([200, 504]).toContain(response.statusCode)
    for (const [name, value] of response.headers) expect(name + value).not.toMatch(/[\r\n\0]/)
    if (mode !== 'HTTP' && response.statusCode === 200) {
      expect(response.headers.getAll('x-a')).toEqual(['1', '2'])
      expect(response.headers.getAll('set-cookie')).toEqual(['a', 'b'])
    }
    await expectNothingLeft(setting)
  })

  it('that stalls before its head is given 29 s of the gateway clock', async () => {
    const setting = await setUp(mode, (socket) => void socket.write('HTTP/1.1 200 OK\r\nX-A:'))
    const answer = outcome(setting.call())
    await setting.asked()
    await setting.clock.advance(28_999)
    expect(setting.server.open()).toBe(1)
    await setting.clock.advance(1)
    expect(await answer).toEqual(TIMED_OUT)
    await expectNothingLeft(setting)
  })

  it('is given the time that the integration says', async () => {
    const setting = await setUp(mode, () => {}, undefined, 500)
    const answer = outcome(setting.call())
    await setting.asked()
    await setting.clock.advance(500)
    expect(await answer).toEqual(TIMED_OUT)
    await expectNothingLeft(setting)
  })

  it('that refuses connections: a network error', async () => {
    const setting = await setUp(mode, () => {})
    await setting.server.close()
    expect(await outcome(setting.call('POST'))).toEqual(NETWORK_ERROR)
    expect(setting.clock.nextTimerAt()).toBeUndefined()
    cleanUps.splice(-1)
  })

  it('is told when the client goes', async () => {
    const setting = await setUp(mode, () => {})
    const gone = new AbortController()
    const answer = setting.gateway.handle({ method: 'GET', path: '/prod/at', signal: gone.signal })
    await setting.asked()
    gone.abort()
    expect((await answer).statusCode).toBe(503)
    await expectNothingLeft(setting)
  })
})

describe('a back end that stalls in its body', () => {
  const half = `${OK}Content-Length: 10\r\n\r\nhalf`

  it.each<Mode>(['HTTP', 'HTTP_PROXY'])('of %s: timed out', async (mode) => {
    const setting = await setUp(mode, (socket) => void socket.write(half))
    const answer = outcome(setting.call())
    await setting.asked()
    await setting.clock.advance(29_000)
    expect(await answer).toEqual(TIMED_OUT)
    await expectNothingLeft(setting)
  })

  it.each([
    ['EDGE', 30_000],
    ['REGIONAL', 300_000],
  ] as const)('of a stream of an %s API: broken off after %i ms without a byte', async (type, idle) => {
    const stream = 'HTTP_PROXY STREAM'
    const setting = await setUp(stream, (socket) => void socket.write(half), { types: [type] }, 900_000)
    const response = await setting.call()
    const body = outcome(Promise.resolve(response))
    await new Promise((resolve) => setImmediate(resolve))
    await setting.clock.advance(idle - 1)
    expect(setting.server.open()).toBe(1)
    await setting.clock.advance(1)
    expect(await body).toEqual([200, 'broken off'])
    await expectNothingLeft(setting)
  })

  it('of a stream that goes on and on: broken off when the time of its integration is over', async () => {
    let write = (): void => {}
    const serve = (socket: Socket): void => {
      socket.write(`${OK}\r\nhead `)
      write = () => void socket.write('x')
    }
    const setting = await setUp('HTTP_PROXY STREAM', serve, undefined, 60_000)
    const response = await setting.call()
    const iterator = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    await iterator.next()
    for (let second = 10; second < 60; second += 10) {
      await setting.clock.advance(10_000)
      write()
      expect((await iterator.next()).done).toBe(false)
    }
    const end = expect(iterator.next()).rejects.toMatchObject({ kind: 'timeout' })
    await setting.clock.advance(10_000)
    await end
    await expectNothingLeft(setting)
  })
})

/** Writes 20 MB behind a beginning, for as long as the other side listens. */
function pour(socket: Socket, beginning: string, unit = 'x'): void {
  const chunk = Buffer.from(unit.repeat(Math.ceil((64 * 1024) / unit.length)))
  socket.write(beginning)
  let left = 20 * 1024 * 1024
  const write = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length
      if (!socket.write(chunk)) return void socket.once('drain', write)
    }
  }
  write()
}
