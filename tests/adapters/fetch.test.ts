import { describe, expect, test } from 'vitest'
import { denoHandler } from '../../src/adapters/deno.js'
import { toFetchHandler } from '../../src/adapters/fetch.js'
import { nextHandlers } from '../../src/adapters/next.js'
import { workersHandler } from '../../src/adapters/workers.js'
import { HeaderList } from '../../src/http/header-list.js'
import { createResponse } from '../../src/http/response.js'
import { ok, recorder } from './recorder.js'

const BASE = 'https://api.example.com'

describe('fetch', () => {
  test('passes method, path, query, host, headers and bytes', async () => {
    const gateway = recorder()
    const body = new Uint8Array([0, 255, 1])
    const request = new Request(`${BASE}:8443/prod/a%2Fb?x=1&x=2#part`, {
      method: 'PUT',
      headers: [
        ['X-One', '1'],
        ['x-one', '2'],
      ],
      body,
    })
    await toFetchHandler(gateway)(request)
    expect(gateway.only.request).toMatchObject({
      method: 'PUT',
      path: '/prod/a%2Fb?x=1&x=2',
      host: 'api.example.com:8443',
      headerCase: 'lost',
    })
    expect(gateway.only.request.headers).toContainEqual(['x-one', '1, 2'])
    expect([...gateway.only.body]).toEqual([...body])
  })

  test.each([
    [BASE, '/'],
    [`${BASE}?a=1`, '/?a=1'],
    [`${BASE}#part`, '/'],
    [`${BASE}/x?u=http://y/#z`, '/x?u=http://y/'],
  ])('reads the path of %s', async (url, path) => {
    const gateway = recorder()
    await toFetchHandler(gateway)(new Request(url))
    expect(gateway.only.request.path).toBe(path)
  })

  test('ignores what frameworks pass beside the request', async () => {
    const response = await toFetchHandler(recorder())(new Request(`${BASE}/x`), { env: true }, 'context')
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
  })

  test('hands the signal of the request on', async () => {
    const gone = new AbortController()
    const gateway = recorder()
    await toFetchHandler(gateway)(new Request(`${BASE}/x`, { signal: gone.signal }))
    gone.abort()
    expect(gateway.only.request.signal?.aborted).toBe(true)
  })

  test('keeps cookies apart, and adds no header of its own', async () => {
    const gateway = recorder(() => {
      const pairs: Array<[string, string]> = [
        ['Set-Cookie', 'a=1, b'],
        ['Content-Type', 'application/json'],
        ['Set-Cookie', 'c=2'],
        ['Transfer-Encoding', 'chunked'],
      ]
      return ok('{}', pairs)
    })
    const { headers } = await toFetchHandler(gateway)(new Request(`${BASE}/x`))
    expect(headers.getSetCookie()).toEqual(['a=1, b', 'c=2'])
    expect([...headers].map(([name]) => name)).toEqual(['content-type', 'set-cookie', 'set-cookie'])
  })

  test.each([204, 205, 304])('answers %i without a body', async (status) => {
    const response = await toFetchHandler(recorder(() => createResponse(status, new HeaderList(), 'no')))(
      new Request(BASE),
    )
    expect([response.status, response.body]).toEqual([status, null])
  })

  test('answers HEAD without a body', async () => {
    const gateway = recorder(() => ok('', [['Content-Length', '12']]))
    const response = await toFetchHandler(gateway)(new Request(BASE, { method: 'HEAD' }))
    expect([response.body, response.headers.get('content-length')]).toEqual([null, '12'])
  })

  test('streams as it is read, and lets go of the source when it is cancelled', async () => {
    let made = 0
    let returned = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(String(made++))
      } finally {
        returned = true
      }
    }
    const response = await toFetchHandler(recorder(() => ok(endless())))(new Request(BASE))
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    expect(made).toBe(0)
    await reader.read()
    await reader.read()
    expect(made).toBe(2)
    await reader.cancel()
    expect(returned).toBe(true)
  })

  test('hands a failing stream on as a failure', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half')
      throw new Error('gone')
    }
    const response = await toFetchHandler(recorder(() => ok(broken())))(new Request(BASE))
    await expect(response.text()).rejects.toThrow()
  })

  test('takes the address from where the app says, or from a trusted header', async () => {
    const gateway = recorder()
    const request = new Request(BASE, { headers: { 'x-forwarded-for': '6.6.6.6, 7.7.7.7' } })
    await toFetchHandler(gateway)(request)
    await toFetchHandler(gateway, { trustProxy: 1 })(request)
    await toFetchHandler(gateway, { sourceIp: (_: Request, server: { ip: string }) => server.ip })(request, {
      ip: '5.5.5.5',
    })
    expect(gateway.seen.map(({ request: { sourceIp } }) => sourceIp)).toEqual([undefined, '7.7.7.7', '5.5.5.5'])
  })

  test('strips a mount that it is told', async () => {
    const gateway = recorder()
    await toFetchHandler(gateway, { stage: 'live', mount: '/api' })(new Request(`${BASE}/api/pets?a=1`))
    expect(gateway.only.request).toMatchObject({ stage: 'live', path: '/pets?a=1' })
  })
})

test("Deno: the client's address comes beside the request", async () => {
  const gateway = recorder()
  await denoHandler(gateway)(new Request(BASE), { remoteAddr: { transport: 'tcp', hostname: '9.9.9.9', port: 1 } })
  expect(gateway.only.request.sourceIp).toBe('9.9.9.9')
})

test("Workers: the client's address is Cloudflare's", async () => {
  const gateway = recorder()
  const worker = workersHandler(gateway)
  await worker.fetch(new Request(BASE, { headers: { 'cf-connecting-ip': '2001:db8::9' } }), {}, {})
  expect(gateway.only.request.sourceIp).toBe('2001:db8::9')
})

describe('Next.js', () => {
  const params = (...path: string[]): { params: Promise<{ path: string[] }> } => ({ params: Promise.resolve({ path }) })

  test('exports a handler for each method that a route may have', async () => {
    const handlers = nextHandlers(recorder())
    expect(Object.keys(handlers)).toEqual(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
    expect(await (await handlers.GET(new Request(BASE))).text()).toBe('ok')
  })

  test('finds its folder by what the catch-all took', async () => {
    const gateway = recorder()
    const { GET } = nextHandlers(gateway, { stage: 'prod' })
    await GET(new Request(`${BASE}/app/api/pets/1?a=1`), params('pets', '1'))
    await GET(new Request(`${BASE}/app/api/pets/1`), { params: { tenant: 'x', path: ['pets', '1'] } })
    await GET(new Request(`${BASE}/app/api`), { params: {} })
    expect(gateway.seen.map(({ request }) => request.path)).toEqual(['/pets/1?a=1', '/pets/1', '/'])
  })

  test('shows the whole path by default', async () => {
    const gateway = recorder()
    await nextHandlers(gateway).POST(new Request(`${BASE}/prod/pets`, { method: 'POST', body: 'x' }), params('pets'))
    expect(gateway.only.request.path).toBe('/prod/pets')
    expect(gateway.only.body.toString()).toBe('x')
  })
})
