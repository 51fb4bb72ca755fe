import { describe, expect, it } from 'vitest'
import { openChunks } from '../../src/sigv4/chunks.js'
import { deriveSigningKey } from '../../src/sigv4/signing-key.js'
import { bytes, outcome, request, verify } from './support.js'

// The worked examples of the S3 API reference: 66,560 letters a in chunks of 65,536, 1,024 and 0.
const ACCESS = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const NOW = Date.UTC(2013, 4, 24)
const DATE = '20130524T000000Z'
const SCOPE = '20130524/us-east-1/s3/aws4_request'
const SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
const CHUNKS = [
  [65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
  [1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
  [0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
] as const
const BODY = CHUNKS.map(
  ([size, signature]) => `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`,
).join('')

const TRAILER_SEED = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
const TRAILER_CHUNKS = [
  [65_536, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'],
  [1024, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'],
] as const
const TRAILER_BODY =
  TRAILER_CHUNKS.map(
    ([size, signature]) => `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`,
  ).join('') +
  '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n' +
  'x-amz-checksum-crc32c:sOO8/Q==\r\n' +
  'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n'

const signingKey = deriveSigningKey(SECRET, { date: '20130524', region: 'us-east-1', service: 's3' })
const seed = { signingKey, longDate: DATE, scope: SCOPE, signature: SEED, trailer: false, decodedLength: 66_560 }
const trailerSeed = { ...seed, signature: TRAILER_SEED, trailer: true }

describe('a payload in signed chunks', () => {
  const signed = (body: string, length = '66560'): ReturnType<typeof request> =>
    request(
      'PUT',
      '/examplebucket/chunkObject.txt',
      [
        ['Host', 's3.amazonaws.com'],
        ['x-amz-date', DATE],
        ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
        ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
        ['Content-Encoding', 'aws-chunked'],
        ['x-amz-decoded-content-length', length],
        ['Content-Length', '66824'],
        [
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=${ACCESS}/${SCOPE},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=${SEED}`,
        ],
      ],
      bytes(body),
    )
  const options = {
    now: NOW,
    service: 's3',
    lookup: () => ({ secretAccessKey: SECRET, accountId: '123456789012', userArn: 'arn:aws:iam::123456789012:user/a' }),
  }

  it('is accepted as published and freed of its framing', () => {
    const answer = verify(signed(BODY), options)
    expect(answer).toMatchObject({ verified: true, payload: 'chunked' })
    expect(answer.verified && answer.body?.length).toBe(66_560)
  })
  it('can be opened when it comes later', () => {
    const answer = verify({ ...signed(BODY), body: undefined }, options)
    if (!answer.verified) throw new Error('refused')
    expect(answer.openBody?.(bytes(BODY))?.length).toBe(66_560)
    expect(answer.openBody?.(bytes(BODY.replace('aaa', 'aba')))).toBeUndefined()
  })
  it('is refused when its framing is not as signed', () => {
    expect(outcome(verify(signed(BODY.slice(0, -2)), options))).toBe('InvalidSignatureException')
    expect(outcome(verify(signed(BODY, '66559'), options))).toBe('InvalidSignatureException')
  })
})

describe('opening chunks', () => {
  it('takes the published trailer', () => {
    expect(openChunks(bytes(TRAILER_BODY), trailerSeed)?.length).toBe(66_560)
  })
  it.each<[string, (body: string) => string]>([
    ['a byte of the data', (body) => body.replace('aaaa', 'aaba')],
    ['a byte of the trailer', (body) => body.replace('sOO8', 'sOO9')],
    ['a trailer more', (body) => body.replace('x-amz-trailer', 'x-more:1\r\nx-amz-trailer')],
    ['no trailer', (body) => body.replace(/x-amz-[^]*/, '\r\n')],
    ['no signature of the trailer', (body) => body.replace(/x-amz-trailer[^]*/, '\r\n')],
    ['a byte behind the end', (body) => `${body}x`],
    ['chunks in another order', (body) => body.slice(body.indexOf('400;')) + body.slice(0, body.indexOf('400;'))],
    ['the last chunk missing', (body) => body.slice(0, body.indexOf('\r\n0;') + 2)],
    ['a size beyond the end', (body) => body.replace('10000;', 'ffffffff;')],
    ['nothing', () => ''],
  ])('gives nothing for %s', (_name, change) => {
    expect(openChunks(bytes(change(TRAILER_BODY)), trailerSeed)).toBeUndefined()
  })
  it('gives nothing when the decoded length differs', () => {
    expect(openChunks(bytes(BODY), { ...seed, decodedLength: 66_561 })).toBeUndefined()
    expect(openChunks(bytes(BODY), { ...seed, decodedLength: Number.NaN })).toBeUndefined()
  })
  it('takes unsigned chunks with a trailer', () => {
    const unsigned = { ...trailerSeed, signingKey: undefined, decodedLength: 3 }
    expect(openChunks(bytes('3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'), unsigned)).toEqual(bytes('abc'))
    expect(openChunks(bytes('4\r\nabc\r\n0\r\n\r\n'), unsigned)).toBeUndefined()
  })
})
