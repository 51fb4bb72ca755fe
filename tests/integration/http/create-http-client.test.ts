import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createNetServer, type AddressInfo, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { HeaderList } from '../../../src/http/header-list.js'
import { createHttpClient, type PooledHttpClient } from '../../../src/integration/http/create-http-client.js'
import type { EndpointResponse, HttpCall } from '../../../src/integration/types.js'
import { startRawServer, type RawServer } from './raw-server.js'

const cleanUps: Array<() => Promise<unknown> | void> = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function newClient(options: Parameters<typeof createHttpClient>[0] = {}): PooledHttpClient {
  const client = createHttpClient(options)
  cleanUps.push(() => client.close())
  return client
}

async function rawServer(serve: (socket: Socket, connection: number) => void): Promise<RawServer> {
  const server = await startRawServer(serve)
  cleanUps.push(() => server.close())
  return server
}

async function httpServer(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Settings {
  readonly method?: string
  readonly headers?: ReadonlyArray<readonly [string, string]>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  readonly stream?: boolean
  readonly target?: string
}

function send(client: PooledHttpClient, url: string, settings: Settings = {}): Promise<EndpointResponse> {
  const { method = 'GET', headers = [], body, signal = new AbortController().signal, stream = false, target } = settings
  const call: HttpCall = {
    method,
    url,
    headers: new HeaderList(headers),
    body,
    signal,
    stream,
    ...(target !== undefined && { target }),
  }
  return client(call)
}

/** Something that happens once. */
function signalled(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve!: () => void
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}

/** undici takes a connection for free one turn after its answer is complete. */
async function connectionFree(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

const text = (response: EndpointResponse): string => Buffer.from(response.body as Uint8Array).toString()

describe('what goes over the wire', () => {
  it('is the request as it stands: path, order and case of headers, nothing added but host and length', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
    await send(newClient(), `${server.url}/a/../b//c%2F?x=1&x=%20#gone`, {
      method: 'POST',
      headers: [
        ['x-Odd-Case', 'é'],
        ['Twice', '1'],
        ['Twice', '2'],
        ['Content-Length', '99'],
        ['Transfer-Encoding', 'chunked'],
        ['Connection', 'upgrade'],
        ['Upgrade', 'h2c'],
      ],
      body: 'täxt',
    })
    const [head, body] = (server.received[0] as string).split('\r\n\r\n')
    expect(head?.split('\r\n')).toEqual([
      'POST /a/../b//c%2F?x=1&x=%20 HTTP/1.1',
      `host: 127.0.0.1:${server.port}`,
      'connection: keep-alive',
      'x-Odd-Case: é',
      'Twice: 1',
      'Twice: 2',
      'content-length: 5',
    ])
    expect(Buffer.from(body as string, 'latin1').toString()).toBe('täxt')
  })

  it('is the target of a VPC link with the host of the URL', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
    await send(newClient(), 'http://internal.example/p', { target: `127.0.0.1:${server.port}` })
    expect(server.received[0]).toContain('host: internal.example\r\n')
  })

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\rb', 'a\0b'])('never has a line break in a header: %j', async (value) => {
    const server = await rawServer((socket) => socket.destroy())
    await expect(send(newClient(), server.url, { headers: [['X', value]] })).rejects.toMatchObject({ kind: 'internal' })
    await expect(send(newClient(), server.url, { headers: [[value, 'x']] })).rejects.toMatchObject({ kind: 'internal' })
    expect(server.received).toEqual([])
  })
})

describe('what comes back', () => {
  it('keeps header case, order and repeats, and decodes nothing', async () => {
    const packed = gzipSync('hello')
    const url = await httpServer((_, response) => {
      response.writeHead(201, [
        'Set-Cookie',
        'a=1',
        'X-mIxEd',
        'y',
        'Set-Cookie',
        'b=2',
        'Content-Encoding',
        'gzip',
        'Content-Length',
        String(packed.length),
      ])
      response.end(packed)
    })
    const response = await send(newClient(), url)
    expect(response.statusCode).toBe(201)
    expect([...response.headers].slice(0, 4)).toEqual([
      ['Set-Cookie', 'a=1'],
      ['X-mIxEd', 'y'],
      ['Set-Cookie', 'b=2'],
      ['Content-Encoding', 'gzip'],
    ])
    expect(Buffer.from(response.body as Uint8Array)).toEqual(packed)
  })

  it('does not follow a redirect', async () => {
    const url = await httpServer((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end())
    expect((await send(newClient(), url)).statusCode).toBe(302)
  })

  it('is the final answer after informational ones', async () => {
    const server = await rawServer((socket) =>
      socket.end(
        'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      ),
    )
    const response = await send(newClient(), server.url)
    expect([response.statusCode, text(response), response.headers.has('link')]).toEqual([200, 'ok', false])
  })

  it('reuses connections', async () => {
    const ports = new Set<number | undefined>()
    const url = await httpServer((request, response) => {
      ports.add(request.socket.remotePort)
      response.end()
    })
    const client = newClient()
    for (let i = 0; i < 5; i++) {
      await send(client, url)
      await connectionFree()
    }
    expect(ports.size).toBe(1)
  })

  it('keeps to its number of connections', async () => {
    const waiting: Array<() => void> = []
    let most = 0
    const url = await httpServer((_, response) => {
      waiting.push(() => response.end())
      most = Math.max(most, waiting.length)
      if (waiting.length === 2) setImmediate(() => waiting.splice(0).forEach((answer) => answer()))
    })
    const client = newClient({ connections: 2 })
    await Promise.all(Array.from({ length: 20 }, () => send(client, url)))
    expect(most).toBe(2)
  })
})

describe('back ends that fail', () => {
  const OK = 'HTTP/1.1 200 OK\r\n'
  it.each<[what: string, answer: string | undefined]>([
    ['closes without a word', ''],
    ['resets without a word', undefined],
    ['closes within the status line', 'HTTP/1.1 20'],
    ['closes within the headers', `${OK}X-A: b\r\n`],
    ['sends less than its length', `${OK}Content-Length: 10\r\n\r\nshort`],
    ['breaks its chunks', `${OK}Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n`],
    ['leaves its last chunk out', `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`],
    ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['sends two lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ['sends a length and chunks', `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
    ['breaks a header line', `${OK}X-A b\r\n\r\n`],
    ['switches protocols unasked', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['sends 17 KB of headers', `${OK}X-Long: ${'x'.repeat(17_000)}\r\n\r\n`],
  ])('%s: a network error', async (_, answer) => {
    const server = await rawServer((socket) => (answer === undefined ? socket.resetAndDestroy() : socket.end(answer)))
    const failure = await send(newClient(), server.url, { method: 'POST', body: 'x' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'IntegrationFault', kind: 'network' })
    expect(server.received.length).toBe(1)
  })

  it('gives up on 20 MB of headers without reading them all', async () => {
    let written = 0
    const server = await rawServer((socket) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x')
      socket.write(`${OK}X-Long: `)
      const write = (): void => {
        while (written < 20 && !socket.destroyed) {
          written++
          if (!socket.write(chunk)) return void socket.once('drain', write)
        }
      }
      write()
    })
    await expect(send(newClient(), server.url)).rejects.toMatchObject({ kind: 'network' })
    expect(written).toBeLessThan(20)
  })

  it('ignores bytes beyond the length, and does not let them into the next answer', async () => {
    const server = await rawServer((socket, connection) =>
      socket.write(
        `${OK}Content-Length: 2\r\n\r\n${connection === 0 ? 'okHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil' : 'ok'}`,
      ),
    )
    const client = newClient()
    expect(text(await send(client, server.url))).toBe('ok')
    await new Promise((resolve) => setImmediate(resolve))
    expect(text(await send(client, server.url))).toBe('ok')
  })

  it('refuses the connection: a network error', async () => {
    const closed = createNetServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    await expect(send(newClient(), `http://127.0.0.1:${port}/?secret=1`)).rejects.toMatchObject({
      kind: 'network',
      message: expect.not.stringContaining('secret'),
    })
  })

  it('has a host that nobody knows: an invalid address', async () => {
    await expect(send(newClient(), 'http://nobody.invalid/')).rejects.toMatchObject({ kind: 'invalid-uri' })
  })

  it.each([
    '',
    'nonsense',
    'http://',
    'ftp://a.example/',
    'http://user:pass@a.example/',
    'http://a.example:99999/',
    'http://a b/',
    'http://[::1/',
    'http://é.example/',
  ])('has the address %j: invalid', async (url) =>
    expect(send(newClient(), url)).rejects.toMatchObject({ kind: 'invalid-uri' }),
  )

  it.each([
    ['announced', true],
    ['in chunks', false],
  ])('sends over 10 MB, %s: a configuration error, and the connection is closed', async (_, announced) => {
    const closed = signalled()
    const url = await httpServer((_request, response) => {
      const body = Buffer.alloc(10_485_761)
      response.on('close', () => closed.resolve())
      if (announced) response.setHeader('Content-Length', body.length)
      response.write(body.subarray(0, 100))
      response.end(body.subarray(100))
    })
    await expect(send(newClient(), url)).rejects.toMatchObject({
      kind: 'internal',
      message: expect.stringContaining('larger than allowed'),
    })
    await closed.promise
  })

  it.each([
    ['in the headers', ''],
    ['in the body', `${OK}Content-Length: 10\r\n\r\nhalf`],
  ])('stalls %s: the signal ends the call and the connection', async (_, answer) => {
    const stalled = signalled()
    const closed = signalled()
    const server = await rawServer((socket) => {
      socket.on('close', () => closed.resolve())
      socket.write(answer, () => stalled.resolve())
    })
    const stop = new AbortController()
    const outcome = send(newClient(), server.url, { signal: stop.signal })
    const failure = expect(outcome).rejects.toMatchObject({ name: 'IntegrationFault' })
    await stalled.promise
    stop.abort(new Error('deadline'))
    await failure
    await closed.promise
  })
})

describe('repeating', () => {
  // Serves one request a connection properly, then resets when the next comes over it.
  const resetOnReuse = async (): Promise<{ url: string; connections: () => number }> => {
    let connections = 0
    const server = createNetServer((socket) => {
      const first = ++connections === 1
      let requests = 0
      socket.on('error', () => {})
      socket.on('data', () => {
        if (first && ++requests === 2) socket.resetAndDestroy()
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      })
      cleanUps.push(() => void socket.destroy())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanUps.push(() => void server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
  }

  it('sends a GET again when a kept connection was closed under it', async () => {
    const { url, connections } = await resetOnReuse()
    const client = newClient()
    await send(client, url)
    await connectionFree()
    expect(text(await send(client, url))).toBe('ok')
    expect(connections()).toBe(2)
  })

  it('never sends a POST again', async () => {
    const { url, connections } = await resetOnReuse()
    const client = newClient()
    await send(client, url)
    await connectionFree()
    await expect(send(client, url, { method: 'POST', body: 'pay' })).rejects.toMatchObject({ kind: 'network' })
    expect(connections()).toBe(1)
  })

  it('does not repeat a GET that failed on a fresh connection', async () => {
    const server = await rawServer((socket) => socket.resetAndDestroy())
    await expect(send(newClient(), server.url)).rejects.toMatchObject({ kind: 'network' })
    expect(server.received.length).toBe(1)
  })
})

describe('streams', () => {
  it('gives chunks as they come, and stops the sender while nobody reads', async () => {
    let sent = 0
    const total = 64 * 1024 * 1024
    const url = await httpServer((_, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x')
      const write = (): void => {
        while (sent < total) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', write)
        }
        response.end()
      }
      write()
    })
    const response = await send(newClient(), url, { stream: true })
    const chunks = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    let read = (await chunks.next()).value?.length ?? 0
    let before = -1
    while (before !== sent) {
      before = sent
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(sent).toBeLessThan(total / 2)
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) read += next.value.length
    expect(read).toBe(total)
  })

  it('ends the connection when the reader leaves, and fails when the sender does', async () => {
    const closed = signalled()
    const url = await httpServer((request, response) => {
      response.on('close', () => closed.resolve())
      response.write('one')
      if (request.url === '/dies') setImmediate(() => response.destroy())
    })
    const client = newClient()
    const left = await send(client, url, { stream: true })
    for await (const chunk of left.body as AsyncIterable<Uint8Array>) {
      expect(Buffer.from(chunk).toString()).toBe('one')
      break
    }
    await closed.promise
    const dying = await send(client, `${url}/dies`, { stream: true })
    const readAll = async (): Promise<void> => {
      for await (const _ of dying.body as AsyncIterable<Uint8Array>);
    }
    await expect(readAll()).rejects.toThrow()
  })
})
