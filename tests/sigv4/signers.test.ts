import { SignatureV4 } from '@smithy/signature-v4'
import { AwsV4Signer } from 'aws4fetch'
import fc from 'fast-check'
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSigningKeys, presignRequest, signRequest } from '../../src/sigv4/index.js'
import type { RawSignedRequest } from '../../src/sigv4/index.js'
import { ACCESS_KEY, LONG_DATE, NOW, SECRET } from './suite.js'
import { bytes, outcome, request, verify } from './support.js'

const HOST = 'abc.execute-api.us-east-1.amazonaws.com'
const api = { service: 'execute-api', region: 'us-east-1' }
const keys = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET }

class Sha256 {
  readonly #hash
  constructor(key?: unknown) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as Uint8Array)
  }
  update(data: Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {}
}

interface Call {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string | string[]>
  readonly body: string
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
const queryText = (query: Call['query']): string =>
  Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((item) => `${encode(name)}=${encode(item)}`))
    .join('&')

async function bySmithy(call: Call, presigned: boolean, token?: string): Promise<RawSignedRequest> {
  const signer = new SignatureV4({
    ...api,
    credentials: { ...keys, ...(token === undefined ? {} : { sessionToken: token }) },
    sha256: Sha256,
  })
  const input = {
    method: call.method,
    protocol: 'https:',
    hostname: HOST,
    path: call.path,
    query: call.query,
    headers: { host: HOST, 'Content-Type': 'application/json' },
    body: call.body,
  }
  const options = { signingDate: new Date(NOW) }
  const signed = (presigned ? await signer.presign(input, options) : await signer.sign(input, options)) as unknown as {
    headers: Record<string, string>
    query: Call['query']
  }
  const query = queryText(signed.query)
  return request(
    call.method,
    query === '' ? call.path : `${call.path}?${query}`,
    Object.entries(signed.headers),
    bytes(call.body),
  )
}

async function byAws4fetch(call: Call, presigned: boolean, token?: string): Promise<RawSignedRequest> {
  const query = queryText(call.query)
  const signer = new AwsV4Signer({
    ...api,
    ...keys,
    ...(token === undefined ? {} : { sessionToken: token }),
    url: `https://${HOST}${call.path}${query === '' ? '' : `?${query}`}`,
    method: call.method,
    headers: { 'content-type': 'application/json', 'x-trace': ' a   b ' },
    ...(call.body === '' ? {} : { body: call.body }),
    datetime: LONG_DATE,
    signQuery: presigned,
  })
  const signed = await signer.sign()
  const headers: [string, string][] = [['Host', HOST], ...signed.headers]
  return request(call.method, signed.url.pathname + signed.url.search, headers, bytes(call.body))
}

const CALLS: readonly Call[] = [
  { method: 'GET', path: '/', query: {}, body: '' },
  { method: 'GET', path: '/prod/pets', query: { a: '1' }, body: '' },
  {
    method: 'POST',
    path: '/prod/a%20b/%E1%88%B4',
    query: { q: ['z', 'a', 'a b'], 'x-y': '+&=', x: '' },
    body: '{"a":1}',
  },
  { method: 'PUT', path: '/prod//x/./y/', query: { ü: 'ß', B: '1', b: '2', A: "!'()*" }, body: 'é' },
  { method: 'DELETE', path: "/prod/!$&'()*+,;=:@/~", query: { k: 'v;w,x' }, body: '' },
  { method: 'PATCH', path: '/prod/%2F%25%252F', query: { 'a[0]': '{}|^"<>' }, body: 'x'.repeat(2000) },
]
const SIGNERS = [
  ['@smithy/signature-v4', bySmithy],
  ['aws4fetch', byAws4fetch],
] as const

describe.each(SIGNERS)('requests signed by %s', (_name, sign) => {
  describe.each([
    ['in headers', false],
    ['in the query', true],
  ] as const)('%s', (_form, presigned) => {
    it.each(CALLS)('are accepted: $method $path', async (call) => {
      const signed = await sign(call, presigned)
      expect(verify(signed, api)).toMatchObject({
        verified: true,
        accessKeyId: ACCESS_KEY,
        presigned,
        payload: 'signed',
        signedAt: NOW,
      })
    })
    it('are accepted with their session token and refused with another, none, or a superfluous one', async () => {
      const call = CALLS[2] as Call
      const signed = await sign(call, presigned, 'tok/en+1==')
      expect(outcome(verify(signed, api, { sessionToken: 'tok/en+1==' }))).toBe('accepted')
      expect(outcome(verify(signed, api, { sessionToken: 'tok/en+1=' }))).toBe('UnrecognizedClientException')
      expect(outcome(verify(signed, api))).toBe('UnrecognizedClientException')
      expect(outcome(verify(await sign(call, presigned), api, { sessionToken: 'x' }))).toBe(
        'UnrecognizedClientException',
      )
    })
  })

  it('are accepted for any path and query', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 })
    const segment = text.filter((part) => part !== '.' && part !== '..')
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 4 }),
        fc.dictionary(
          text.filter((key) => key !== ''),
          text,
          { maxKeys: 4 },
        ),
        text,
        async (path, query, body) => {
          const call: Call = { method: 'POST', path: `/${path.map(encode).join('/')}`, query, body }
          expect(outcome(verify(await sign(call, false), api))).toBe('accepted')
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** Where one byte of a signed request can be changed. */
type Field = 'path' | 'query' | 'method' | 'body' | 'signature' | 'date' | 'host' | 'type'

function mutate(signed: RawSignedRequest, field: Field, at: number, to: number): RawSignedRequest {
  const change = (text: string): string => {
    const i = at % Math.max(1, text.length)
    const replaced = String.fromCharCode(0x61 + (to % 26))
    return text.slice(0, i) + (text[i] === replaced ? '_' : replaced) + text.slice(i + 1)
  }
  const header = (name: string, edit: (value: string) => string): RawSignedRequest => ({
    ...signed,
    headers: signed.headers.map(([key, value]) => [key, key.toLowerCase() === name ? edit(value) : value] as const),
  })
  switch (field) {
    case 'path':
      return { ...signed, rawPath: `/${change(signed.rawPath.slice(1))}` }
    case 'query':
      return { ...signed, rawQuery: change(signed.rawQuery) }
    case 'method':
      return { ...signed, method: change(signed.method) }
    case 'body':
      return { ...signed, body: bytes(change(new TextDecoder().decode(signed.body))) }
    case 'signature':
      return header('authorization', (value) => value.slice(0, -64) + change(value.slice(-64)))
    case 'date':
      return header('x-amz-date', (value) => value.replace(/\d\dZ$/, `${10 + (to % 50)}Z`))
    case 'host':
      return header('host', change)
    case 'type':
      return header('content-type', change)
  }
}

describe('a signed request that was changed', () => {
  const unsigned = request(
    'POST',
    '/prod/orders/17?a=1&b=two',
    [
      ['Host', HOST],
      ['Content-Type', 'application/json'],
    ],
    bytes('{"amount":100}'),
  )
  const signed: RawSignedRequest = {
    ...unsigned,
    headers: [...unsigned.headers, ...signRequest(unsigned, keys, { ...api, now: NOW })],
  }
  const fields: readonly Field[] = ['path', 'query', 'method', 'body', 'signature', 'date', 'host', 'type']

  it('is accepted unchanged', () => expect(outcome(verify(signed, api))).toBe('accepted'))
  it.each(fields)('is refused each of 200 times: one byte of the %s', (field) => {
    for (let round = 0; round < 200; round++) {
      const changed = mutate(signed, field, round * 7, round * 11 + 1)
      expect(outcome(verify(changed, api)), JSON.stringify(changed)).toBe('InvalidSignatureException')
    }
  })
  it('is refused with a signed header twice, without one, or with a query pair more', () => {
    const [host, ...rest] = signed.headers as [readonly [string, string], ...(readonly [string, string])[]]
    expect(outcome(verify({ ...signed, headers: [host, host, ...rest] }, api))).toBe('InvalidSignatureException')
    expect(outcome(verify({ ...signed, headers: rest }, api))).toBe('InvalidSignatureException')
    expect(outcome(verify({ ...signed, rawQuery: `${signed.rawQuery}&c=` }, api))).toBe('InvalidSignatureException')
  })
  it('is accepted with headers more that are not signed', () => {
    expect(outcome(verify({ ...signed, headers: [...signed.headers, ['X-Forwarded-For', '192.0.2.1']] }, api))).toBe(
      'accepted',
    )
  })
  it('is refused when the payload is declared unsigned afterwards', () => {
    const headers = [...signed.headers, ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'] as const]
    expect(outcome(verify({ ...signed, headers }, api))).toBe('InvalidSignatureException')
  })
  it('is refused in its presigned form with any of 200 bytes changed', () => {
    const rawQuery = presignRequest(unsigned, keys, { ...api, now: NOW, expires: 900 })
    const whole = { ...unsigned, rawQuery }
    expect(outcome(verify(whole, api))).toBe('accepted')
    for (let round = 0; round < Math.max(200, rawQuery.length); round++) {
      const changed = mutate(whole, 'query', round, round * 5)
      expect(outcome(verify(changed, api)), changed.rawQuery).not.toBe('accepted')
    }
  })
})

describe('derived keys that are kept', () => {
  const unsigned = request('GET', '/x', [['Host', HOST]])
  const sign = (secret: string): RawSignedRequest => ({
    ...unsigned,
    headers: [
      ...unsigned.headers,
      ...signRequest(unsigned, { ...keys, secretAccessKey: secret }, { ...api, now: NOW }),
    ],
  })

  it('are dropped when the access key gets a new secret', () => {
    const cache = createSigningKeys(2)
    expect(outcome(verify(sign(SECRET), { ...api, keys: cache }))).toBe('accepted')
    expect(outcome(verify(sign(SECRET), { ...api, keys: cache }, { secretAccessKey: 'other' }))).toBe(
      'InvalidSignatureException',
    )
    expect(outcome(verify(sign('other'), { ...api, keys: cache }, { secretAccessKey: 'other' }))).toBe('accepted')
    expect(outcome(verify(sign(SECRET), { ...api, keys: cache }))).toBe('accepted')
  })
})
