import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type { GatewayHandler } from '../../src/adapters/gateway-handler.js'
import { HeaderList } from '../../src/http/header-list.js'
import { createResponse } from '../../src/http/response.js'
import { call, open, send } from './call.js'
import { ok, recorder } from './recorder.js'
import { type Running, starters } from './servers.js'

let running: Running | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

const MEGABYTE = 1024 * 1024
const JSON_TYPE = ['Content-Type', 'application/json']

describe.each(Object.entries(starters))('%s', (name, start) => {
  async function listen(gateway: GatewayHandler, options?: Parameters<typeof start>[1]): Promise<number> {
    running = await start(gateway, options)
    return running.port
  }

  test('passes method, path and query as they came, and the exact bytes of JSON', async () => {
    const gateway = recorder()
    const port = await listen(gateway)
    const body = '{"a": 1,  "b":"é"}'
    const path = '/prod/pets/a%2Fb//c?type=cat&type=d%20g&=&x'
    const answer = await call(port, path, { method: 'POST', headers: JSON_TYPE, body })
    expect([answer.status, answer.body.toString()]).toEqual([200, 'ok'])
    expect(gateway.only.request).toMatchObject({ method: 'POST', path })
    expect(gateway.only.body.toString()).toBe(body)
  })

  test('passes case, order and repeats of header fields', async () => {
    const gateway = recorder()
    await call(await listen(gateway), '/prod/x', { headers: ['X-Odd-CASE', '1', 'x-many', 'a', 'X-Many', 'b'] })
    const fields = gateway.only.request.headers as Array<[string, string]>
    expect(fields.filter(([field]) => field.toLowerCase().startsWith('x-'))).toEqual([
      ['X-Odd-CASE', '1'],
      ['x-many', 'a'],
      ['X-Many', 'b'],
    ])
    expect(gateway.only.request.headerCase ?? 'kept').toBe('kept')
  })

  test('gives no body for a request without one, and an empty POST', async () => {
    const gateway = recorder()
    const port = await listen(gateway)
    await call(port, '/prod/x')
    await call(port, '/prod/x', { method: 'POST', body: '' })
    expect(gateway.seen.map(({ body }) => body.byteLength)).toEqual([0, 0])
    expect(gateway.seen[0]?.request.body).toBeUndefined()
  })

  test('passes bytes that are no text, both ways', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 0])
    const gateway = recorder(() => ok(new Uint8Array(bytes), [['Content-Type', 'image/png']]))
    const answer = await call(await listen(gateway), '/prod/x', { method: 'PUT', body: bytes })
    expect(gateway.only.body).toEqual(bytes)
    expect(answer.body).toEqual(bytes)
    expect(answer.message.headers['content-type']).toBe('image/png')
  })

  test('passes big bodies both ways', async () => {
    const big = Buffer.alloc(9 * MEGABYTE, 'abcdefghijklm')
    const gateway = recorder(() => ok(new Uint8Array(big)))
    const answer = await call(await listen(gateway), '/prod/x', { method: 'POST', body: big })
    expect(gateway.only.body.equals(big)).toBe(true)
    expect(answer.body.equals(big)).toBe(true)
  })

  test('delivers an answer that is given before the body was read, and serves on', async () => {
    const gateway: GatewayHandler = {
      handle: async ({ body }) => {
        // As the pipeline does at its limit: stop in the middle.
        for await (const _ of body as AsyncIterable<Uint8Array>) break
        return createResponse(413, new HeaderList(), '{"message":"Request Too Long"}')
      },
    }
    const port = await listen(gateway)
    for (let round = 0; round < 2; round++) {
      const answer = await call(port, '/prod/x', { method: 'POST', body: Buffer.alloc(4 * MEGABYTE) })
      expect([answer.status, answer.body.toString()]).toEqual([413, '{"message":"Request Too Long"}'])
    }
  })

  test('keeps two cookies apart', async () => {
    const cookies: Array<[string, string]> = [
      ['Set-Cookie', 'a=1'],
      ['X-Other', '1'],
      ['Set-Cookie', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
    ]
    const answer = await call(await listen(recorder(() => ok('', cookies))), '/prod/x')
    expect(answer.message.headers['set-cookie']).toEqual(['a=1', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'])
  })

  test('frames the message itself, whatever the answer says', async () => {
    const framing: Array<[string, string]> = [
      ['Content-Length', '1'],
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'upgrade'],
      ['Content-Type', 'text/plain'],
    ]
    const port = await listen(recorder(({ path }) => ok(path.includes('/s') ? chunks('str', 'eam') : 'whole', framing)))
    const whole = await call(port, '/prod/w')
    expect(whole.body.toString()).toBe('whole')
    expect(whole.message.headers).toMatchObject({ 'content-length': '5' })
    expect(whole.message.headers['transfer-encoding']).toBeUndefined()
    const streamed = await call(port, '/prod/s')
    expect(streamed.body.toString()).toBe('stream')
    expect(streamed.message.headers['transfer-encoding']).toBe('chunked')
    expect(streamed.message.headers['content-length']).toBeUndefined()
  })

  test('lets no header value end its line, and passes others than Latin-1 as UTF-8', async () => {
    const hostile: Array<[string, string]> = [
      ['X-Split', 'a\r\nX-Injected: 1'],
      ['X-Zhe', 'ж'],
      ['X Bad', '1'],
      ['X-Nul', 'a\0b'],
    ]
    const { status, message } = await call(await listen(recorder(() => ok('ok', hostile))), '/prod/x')
    expect(status).toBe(200)
    expect(message.headers['x-split']).toBe('a X-Injected: 1')
    expect(message.headers['x-injected']).toBeUndefined()
    expect(Buffer.from(String(message.headers['x-zhe']), 'latin1').toString()).toBe('ж')
    expect(message.headers['x-nul']).toBe('a b')
  })

  test.each([204, 205, 304])('answers %i without a body', async (statusCode) => {
    const port = await listen(recorder(() => createResponse(statusCode, new HeaderList([['X-A', '1']]), 'no')))
    const answer = await call(port, '/prod/x')
    expect([answer.status, answer.body.byteLength, answer.message.headers['x-a']]).toEqual([statusCode, 0, '1'])
    // An empty chunk is a way to say so, but for these two.
    if (statusCode !== 205) expect(answer.message.headers['transfer-encoding']).toBeUndefined()
  })

  test('answers HEAD without a body, with the length that GET would have', async () => {
    const gateway = recorder(() => ok('', [['Content-Length', '1234']]))
    const answer = await call(await listen(gateway), '/prod/pets', { method: 'HEAD' })
    expect(gateway.only.request.method).toBe('HEAD')
    expect([answer.status, answer.body.byteLength]).toEqual([200, 0])
    expect(answer.message.headers['content-length']).toBe('1234')
  })

  test('passes chunks on as they come', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first')
      await held
      yield Buffer.from('second')
    }
    const message = await open(await listen(recorder(() => ok(slow()))), '/prod/x')
    const [first] = (await once(message, 'data')) as [Buffer]
    expect(first.toString()).toBe('first')
    release()
    const [second] = (await once(message, 'data')) as [Buffer]
    expect(second.toString()).toBe('second')
  })

  test('asks a stream for no more than the client takes', async () => {
    let made = 0
    let stopped = (): void => {}
    const returned = new Promise<void>((resolve) => (stopped = resolve))
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          made++
          yield new Uint8Array(MEGABYTE)
        }
      } finally {
        stopped()
      }
    }
    const message = await open(await listen(recorder(() => ok(endless()))), '/prod/x')
    await once(message, 'readable')
    // The client reads nothing more: what the sockets hold is all that may be asked for.
    await settled(() => made)
    expect(made).toBeLessThan(64)
    message.destroy()
    await returned
  })

  test('cuts the connection when a stream fails, so that the client sees that it is not whole', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half')
      throw new Error('the back end went')
    }
    const port = await listen(recorder(() => ok(broken())))
    await expect(call(port, '/prod/x')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  test('tells the gateway that the client has gone', async () => {
    let aborted = (): void => {}
    const gone = new Promise<void>((resolve) => (aborted = resolve))
    let asked = (): void => {}
    const started = new Promise<void>((resolve) => (asked = resolve))
    const port = await listen({
      handle: ({ signal }) => {
        signal?.addEventListener('abort', aborted)
        asked()
        return new Promise(() => {})
      },
    })
    const request = send(port, '/prod/slow', {}).on('error', () => {})
    await started
    request.destroy()
    await gone
  })

  test('does not tell so when all went well', async () => {
    const gateway = recorder()
    const signals: Array<AbortSignal | undefined> = []
    const port = await listen({
      handle: (request) => {
        signals.push(request.signal)
        return gateway.handle(request)
      },
    })
    await call(port, '/prod/x')
    await call(port, '/prod/x', { method: 'POST', body: 'x' })
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false])
  })

  test('shows the mount as the stage, or strips it, as told', async () => {
    const seen: Array<[string | undefined, string]> = []
    for (const options of [
      {},
      { basePath: 'strip' },
      { stage: 'live' },
      { stage: 'live', basePath: 'keep' },
    ] as const) {
      const gateway = recorder()
      await call(await listen(gateway, options), '/prod/pets/1?a=/prod')
      seen.push([gateway.only.request.stage, gateway.only.request.path])
      await running?.close()
    }
    expect(seen).toEqual([
      [undefined, '/prod/pets/1?a=/prod'],
      [undefined, '/pets/1?a=/prod'],
      ['live', '/pets/1?a=/prod'],
      ['live', '/prod/pets/1?a=/prod'],
    ])
  })

  test('leaves an unknown route to the app, if it may, and its body with it', async () => {
    const port = await listen(recorder(), { fallthrough: true })
    const unknown = await call(port, '/prod/unknown', { method: 'POST', headers: JSON_TYPE, body: '{"a":1}' })
    // A bare server has no app behind the gateway: the gateway itself answers.
    expect(unknown.status).toBe(name === 'node' ? 200 : 418)
    expect((await call(port, '/prod/known')).status).toBe(200)
  })

  test('answers an unknown route itself, if not told otherwise', async () => {
    expect((await call(await listen(recorder()), '/prod/unknown')).status).toBe(200)
  })

  test("takes the client's address from the socket, and from a header only if it may", async () => {
    const seen: Array<string | undefined> = []
    const headers = ['X-Forwarded-For', '6.6.6.6, 10.0.0.1, 10.0.0.2']
    const ours = (address: string): boolean => /^(127|10)\./.test(address)
    for (const trustProxy of [undefined, false, true, 1, 2, ours]) {
      const gateway = recorder()
      await call(await listen(gateway, trustProxy === undefined ? {} : { trustProxy }), '/prod/x', { headers })
      seen.push(gateway.only.request.sourceIp)
      await running?.close()
    }
    expect(seen).toEqual(['127.0.0.1', '127.0.0.1', '6.6.6.6', '10.0.0.2', '10.0.0.1', '6.6.6.6'])
  })

  test('answers when the gateway itself fails, and serves on', async () => {
    let calls = 0
    const port = await listen({
      handle: async () => {
        if (calls++ === 0) throw new Error('secret cause')
        return ok()
      },
    })
    const failed = await call(port, '/prod/x')
    expect(failed.status).toBe(500)
    // An app's own error page is the app's to choose.
    if (name === 'node') expect(failed.body.toString()).toBe('{"message": "Internal server error"}')
    expect((await call(port, '/prod/x')).status).toBe(200)
  })
})

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** Waits until a count has stood still for many turns of the loop. */
async function settled(count: () => number): Promise<void> {
  let last = -1
  for (let still = 0; still < 200; still = count() === last ? still + 1 : 0) {
    last = count()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
