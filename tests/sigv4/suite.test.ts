import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { presignRequest, signRequest } from '../../src/sigv4/index.js'
import { canonicalPath } from '../../src/sigv4/canonical-path.js'
import { derivePrivateKey } from '../../src/sigv4/sigv4a-key.js'
import { p256PublicKey } from '../../src/sigv4/digest.js'
import { deriveSigningKey } from '../../src/sigv4/signing-key.js'
import { ACCESS_KEY, LONG_DATE, NOW, SCOPE, SECRET, SUITE } from './suite.js'
import type { SuiteCase } from './suite.js'
import { bytes, outcome, request, sha256, verify } from './support.js'

const signing = { service: 'service', region: 'us-east-1', now: NOW }

function headerForm(entry: SuiteCase, signature = entry.header): ReturnType<typeof request> {
  const headers: [string, string][] = [
    ...entry.headers.map(([name, value]): [string, string] => [name, value]),
    ['X-Amz-Date', LONG_DATE],
  ]
  if (entry.bodySigned === true) headers.push(['x-amz-content-sha256', sha256(entry.body ?? '')])
  if (entry.token !== undefined) headers.push(['X-Amz-Security-Token', entry.token])
  const signed = [...new Set(headers.map(([name]) => name.toLowerCase()))]
    .filter((name) => name !== 'x-amz-security-token' || entry.tokenUnsigned !== true)
    .toSorted()
    .join(';')
  headers.push([
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/${SCOPE}, SignedHeaders=${signed}, Signature=${signature}`,
  ])
  return request(entry.method, entry.target, headers, bytes(entry.body ?? ''))
}

const holder = (entry: SuiteCase): { sessionToken?: string } =>
  entry.token === undefined ? {} : { sessionToken: entry.token }
const credentials = (entry: SuiteCase): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } => ({
  accessKeyId: ACCESS_KEY,
  secretAccessKey: SECRET,
  ...(entry.tokenUnsigned === true ? {} : holder(entry)),
})

describe('the published signing suite, header form', () => {
  it.each(SUITE)('accepts $name', (entry) => {
    expect(outcome(verify(headerForm(entry), {}, holder(entry)))).toBe('accepted')
  })
  it.each(SUITE)('refuses $name with its last digit changed', (entry) => {
    const wrong = entry.header.slice(0, -1) + (entry.header.endsWith('0') ? '1' : '0')
    expect(outcome(verify(headerForm(entry, wrong), {}, holder(entry)))).toBe('InvalidSignatureException')
  })
  // Our signer leaves Content-Length to the transport.
  it.each(SUITE.filter(({ bodySigned }) => bodySigned !== true))('signs $name', (entry) => {
    const added = new Map(signRequest(request(entry.method, entry.target, entry.headers), credentials(entry), signing))
    expect(added.get('Authorization')).toMatch(new RegExp(`Signature=${entry.header}$`))
  })
})

describe('the published signing suite, presigned form', () => {
  const presign = (entry: SuiteCase): string =>
    presignRequest(request(entry.method, entry.target, entry.headers), credentials(entry), {
      ...signing,
      expires: 3600,
    })
  const plain = SUITE.filter(({ bodySigned, tokenUnsigned }) => bodySigned !== true && tokenUnsigned !== true)

  it.each(plain)('signs $name', (entry) => {
    expect(presign(entry)).toMatch(new RegExp(`X-Amz-Signature=${entry.query}$`))
  })
  it.each(plain)('accepts $name to its last second and no longer', (entry) => {
    const target = `${entry.target.split('?')[0]}?${presign(entry)}`
    const signed = request(entry.method, target, entry.headers)
    expect(outcome(verify(signed, { now: NOW + 3_600_000 }, holder(entry)))).toBe('accepted')
    expect(outcome(verify(signed, { now: NOW + 3_601_000 }, holder(entry)))).toBe('InvalidSignatureException')
  })
})

describe('agreement with @smithy/signature-v4', () => {
  class Sha256 {
    readonly #key: Uint8Array | undefined
    readonly #parts: Uint8Array[] = []
    constructor(key?: unknown) {
      this.#key = key as Uint8Array | undefined
    }
    update(data: Uint8Array): void {
      this.#parts.push(data)
    }
    async digest(): Promise<Uint8Array> {
      const { createHash, createHmac } = await import('node:crypto')
      const hash = this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key)
      for (const part of this.#parts) hash.update(part)
      return hash.digest()
    }
    reset(): void {
      this.#parts.length = 0
    }
  }

  it('is there for the unnormalized cases, which are S3 paths', async () => {
    for (const path of ['/example/..', '/./', '//', '//example//', '/a%20b/c+d']) {
      const signer = new SignatureV4({
        service: 's3',
        region: 'us-east-1',
        credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
        sha256: Sha256,
        uriEscapePath: false,
      })
      const theirs = await signer.sign(
        {
          method: 'GET',
          protocol: 'https:',
          hostname: 'b.s3.amazonaws.com',
          path,
          headers: { host: 'b.s3.amazonaws.com' },
        } as never,
        { signingDate: new Date(NOW) },
      )
      const ours = new Map(
        signRequest(
          request('GET', path, [['Host', 'b.s3.amazonaws.com']]),
          { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET },
          { ...signing, service: 's3' },
        ),
      )
      if (path.includes('+')) expect(canonicalPath(path, 's3')).toBe('/a%20b/c%2Bd')
      else
        expect(ours.get('Authorization')).toBe(
          (theirs as unknown as { headers: Record<string, string> }).headers['authorization'],
        )
    }
  })
})

describe('key derivation', () => {
  it('gives the published SigV4 key', () => {
    const key = deriveSigningKey(SECRET, { date: '20150830', region: 'us-east-1', service: 'iam' })
    expect(Buffer.from(key).toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9')
  })
  it('gives the published SigV4a keys', () => {
    const secret = 'q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom'
    const key = derivePrivateKey('AKISORANDOMAASORANDOM', secret)
    expect(Buffer.from(key).toString('hex')).toBe('7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd')
    const { x, y } = p256PublicKey(key).export({ format: 'jwk' })
    expect(Buffer.from(x ?? '', 'base64url').toString('hex')).toBe(
      '15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb',
    )
    expect(Buffer.from(y ?? '', 'base64url').toString('hex')).toBe(
      '0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0',
    )
  })
})

describe('SigV4a', () => {
  const signature =
    '3046022100fddaaf816a31e30d04973875b13bc27b98da10907a3a1872fd5819a221334abc022100de2ee81d83b54f31efc82834de07e6cd4d5c6f25bfa08e0f29a15bb0977c343e'
  const signed = (text = signature, regions = 'us-east-1'): ReturnType<typeof request> =>
    request('GET', '/', [
      ['Host', 'example.amazonaws.com'],
      ['X-Amz-Date', LONG_DATE],
      ['X-Amz-Region-Set', regions],
      [
        'Authorization',
        `AWS4-ECDSA-P256-SHA256 Credential=${ACCESS_KEY}/20150830/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=${text}`,
      ],
    ])
  const presigned =
    '/?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z' +
    '&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Region-Set=us-east-1&X-Amz-Signature=3045022100a28466db6c76223d5aa6ed436a8451b30e21ba0a' +
    '076e7f2f943dd1f3d2816249022049e4b3746929cd2a2cb7b7984dbe0f5d40a300e7d9a7a7f1307c196b6f96b61a'

  it('accepts the published signatures', () => {
    expect(verify(signed())).toMatchObject({ verified: true, algorithm: 'AWS4-ECDSA-P256-SHA256', region: undefined })
    expect(outcome(verify(request('GET', presigned, [['Host', 'example.amazonaws.com']])))).toBe('accepted')
  })
  it('refuses a changed signature, a malformed one and a changed request', () => {
    expect(outcome(verify(signed(signature.replace('fdda', 'fddb'))))).toBe('InvalidSignatureException')
    for (const text of ['', '00', 'zz', signature.slice(0, 60), `${signature}00`]) {
      expect(outcome(verify(signed(text)))).toBe('InvalidSignatureException')
    }
    expect(outcome(verify({ ...signed(), rawPath: '/x' }))).toBe('InvalidSignatureException')
  })
  it('refuses a Region outside the set, and one that was put into it afterwards', () => {
    expect(outcome(verify(signed(), { region: 'eu-west-1' }))).toBe('InvalidSignatureException')
    expect(outcome(verify(signed(signature, '*'), { region: 'eu-west-1' }))).toBe('InvalidSignatureException')
  })
})
