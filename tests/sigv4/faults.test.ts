import { hmacHex } from '../../src/sigv4/digest.js'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  findIncompleteSignature,
  needsBody,
  parseAuthorization,
  presignRequest,
  signRequest,
  verifySignature,
} from '../../src/sigv4/index.js'
import type { RawSignedRequest } from '../../src/sigv4/index.js'
import { deriveSigningKey } from '../../src/sigv4/signing-key.js'
import { ACCESS_KEY, NOW, SECRET } from './suite.js'
import { bytes, HOLDER, outcome, request, sha256, verify } from './support.js'

const keys = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET }
const scope = { service: 'service', region: 'us-east-1', now: NOW }
const unsigned = request('POST', '/x?a=1', [['Host', 'h.example']], bytes('body'))
const base64 = (text: string): string => createHash('sha256').update(text).digest('base64')

function signed(
  from: RawSignedRequest = unsigned,
  options: Partial<Parameters<typeof signRequest>[2]> = {},
): RawSignedRequest {
  return { ...from, headers: [...from.headers, ...signRequest(from, keys, { ...scope, ...options })] }
}
function withAuthorization(value: string): RawSignedRequest {
  return { ...unsigned, headers: [...unsigned.headers, ['Authorization', value], ['X-Amz-Date', '20150830T123600Z']] }
}

describe('an Authorization header that is no signature', () => {
  const requires = (lacks: readonly string[], header: string): string =>
    `${lacks.map((name) => `Authorization header requires '${name}' parameter.`).join(' ')} ` +
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " +
    `(Hashed with SHA-256 and encoded with Base64) Authorization=${base64(header)}`
  const all = ['Credential', 'Signature', 'SignedHeaders']
  const pair = (header: string): string =>
    `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${base64(header)}'.`

  it.each([
    ['a bare word', 'allow', requires(all, 'allow')],
    ['a bearer token', 'Bearer abc.def.ghi', pair('Bearer abc.def.ghi')],
    ['basic credentials with padding', 'Basic dTpw=', requires(all, 'Basic dTpw=')],
    [
      'some of the pairs',
      'AWS4-HMAC-SHA256 Signature=a',
      requires(['Credential', 'SignedHeaders'], 'AWS4-HMAC-SHA256 Signature=a'),
    ],
    ['a blank inside the credential', 'AWS4-HMAC-SHA256 Credential= A/B', pair('AWS4-HMAC-SHA256 Credential= A/B')],
    ['nothing', '', requires(all, '')],
  ])('is worded as the service does: %s', (_name, header, message) => {
    const fault = findIncompleteSignature([['AUTHORIZATION', header]])
    expect(fault).toEqual({
      verified: false,
      statusCode: 403,
      errorType: 'IncompleteSignatureException',
      responseType: 'DEFAULT_4XX',
      message,
    })
  })
  it('is not found where there is none or where it is a signature', () => {
    expect(findIncompleteSignature([['Host', 'h']])).toBeUndefined()
    expect(findIncompleteSignature(signed().headers)).toBeUndefined()
  })
  it.each([
    [
      'another algorithm',
      'AWS4-HMAC-SHA1 Credential=A/20150830/r/s/aws4_request, SignedHeaders=host, Signature=a',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    ],
    [
      'a short scope',
      'AWS4-HMAC-SHA256 Credential=A/20150830/r/aws4_request, SignedHeaders=host, Signature=a',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got ',
    ],
    [
      'another terminator',
      'AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws5, SignedHeaders=host, Signature=a',
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'.",
    ],
    ['two signatures', 'AWS4-HMAC-SHA256 Signature=a, Signature=b', 'Authorization header has more than one'],
    [
      'a pair in the place of the algorithm',
      'Credential=a',
      'Authorization header must begin with the algorithm name, which cannot include an equal-sign',
    ],
  ])('is refused by name: %s', (_name, header, message) => {
    const fault = verify(withAuthorization(header))
    expect(fault).toMatchObject({ verified: false, errorType: 'IncompleteSignatureException' })
    expect(!fault.verified && fault.message).toContain(message)
  })
  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, dated) => {
        const parsed = parseAuthorization(text, dated)
        expect('verified' in parsed ? parsed.errorType : 'claim').toMatch(/claim|IncompleteSignatureException/)
        expect(outcome(verify(withAuthorization(text)))).not.toBe('accepted')
        expect(outcome(verify({ ...unsigned, rawQuery: `X-Amz-Signature=${text}&X-Amz-Algorithm=${text}` }))).not.toBe(
          'accepted',
        )
      }),
    )
  })
})

describe('refusals', () => {
  it('names a missing signature', () => {
    expect(verify(unsigned)).toMatchObject({
      errorType: 'MissingAuthenticationTokenException',
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      message: 'Missing Authentication Token',
    })
  })
  it('does not know an access key', () => {
    expect(verify(signed(), { lookup: () => undefined })).toMatchObject({
      errorType: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    })
  })
  it('names an expired session', () => {
    const answer = verify(signed(), {}, { expiresAt: NOW })
    expect(answer).toMatchObject({
      errorType: 'ExpiredTokenException',
      responseType: 'EXPIRED_TOKEN',
      message: 'The security token included in the request is expired',
    })
    expect(outcome(verify(signed(), {}, { expiresAt: NOW + 1 }))).toBe('accepted')
  })
  it('shows what should have been signed', () => {
    const answer = verify({ ...signed(), body: bytes('other') })
    const canonical = `POST\n/x\na=1\nhost:h.example\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n${sha256('other')}`
    expect(answer).toMatchObject({
      errorType: 'InvalidSignatureException',
      responseType: 'INVALID_SIGNATURE',
      message:
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. ' +
        `Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonical}'\n\n` +
        `The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n${sha256(canonical)}'\n`,
    })
  })
  it.each([
    [300_000, 'accepted'],
    [301_000, 'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)'],
    [-300_000, 'accepted'],
    [
      -301_000,
      'Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)',
    ],
  ])('allows five minutes of skew: %d ms', (skew, message) => {
    const answer = verify(signed(), { now: NOW + skew })
    expect(answer.verified ? 'accepted' : answer.message).toBe(message)
  })
  it('lists every fault of the scope', () => {
    expect(verify(signed(unsigned, { region: 'eu-west-1', service: 's3' }))).toMatchObject({
      errorType: 'InvalidSignatureException',
      message:
        "Credential should be scoped to a valid region, not 'eu-west-1'. Credential should be scoped to correct service: 'service'. ",
    })
    const otherDay = signed().headers.map(([name, value]) => [name, value.replace('/20150830/', '/20150829/')] as const)
    expect(verify({ ...unsigned, headers: otherDay })).toMatchObject({
      message:
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.",
    })
  })
  it('wants the host to be signed', () => {
    const dropHost = signed().headers.map(
      ([name, value]) => [name, value.replace('SignedHeaders=host;', 'SignedHeaders=')] as const,
    )
    expect(verify({ ...unsigned, headers: dropHost })).toMatchObject({
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    })
  })
  it('never takes a signed connection header', () => {
    // Our signer leaves it out, so it is signed here by hand; the canonical text agrees and it is refused all the same.
    const named = { ...unsigned, headers: [...unsigned.headers, ['Connection', 'close'] as const] }
    const canonical =
      'POST\n/x\na=1\nconnection:close\nhost:h.example\nx-amz-date:20150830T123600Z\n\nconnection;host;x-amz-date\n' +
      sha256('body')
    const scopeText = '20150830/us-east-1/service/aws4_request'
    const key = deriveSigningKey(SECRET, { date: '20150830', region: 'us-east-1', service: 'service' })
    const signature = hmacHex(key, `AWS4-HMAC-SHA256\n20150830T123600Z\n${scopeText}\n${sha256(canonical)}`)
    const authorization = `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/${scopeText}, SignedHeaders=connection;host;x-amz-date, Signature=${signature}`
    const headers = [...named.headers, ['X-Amz-Date', '20150830T123600Z'], ['Authorization', authorization]] as const
    const answer = verify({ ...named, headers })
    expect(!answer.verified && answer.message).toContain(canonical)
  })
  it.each(['20150230T000000Z', 'yesterday', '2015-08-30T12:36:00Z', ''])('wants a real date, not %j', (date) => {
    const headers = signed().headers.map(([name, value]) => [name, name === 'X-Amz-Date' ? date : value] as const)
    expect(outcome(verify({ ...unsigned, headers }))).toBe('IncompleteSignatureException')
  })
})

describe('presigned requests', () => {
  const query = presignRequest(unsigned, keys, { ...scope, expires: 60 })
  const change = (from: RegExp, to: string): string =>
    outcome(verify({ ...unsigned, rawQuery: query.replace(from, to) }))

  it('live as long as they say', () => {
    expect(outcome(verify({ ...unsigned, rawQuery: query }, { now: NOW + 60_000 }))).toBe('accepted')
    expect(verify({ ...unsigned, rawQuery: query }, { now: NOW + 61_000 })).toMatchObject({
      message: 'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T123701Z - 1 min.)',
    })
  })
  it('want all parameters, each once, and at most a week', () => {
    expect(change(/&X-Amz-Date=[^&]*/, '')).toBe('IncompleteSignatureException')
    expect(change(/$/, '&x-amz-signature=00')).toBe('IncompleteSignatureException')
    expect(change(/Expires=60/, 'Expires=604801')).toBe('IncompleteSignatureException')
    expect(change(/Expires=60/, 'Expires=0')).toBe('IncompleteSignatureException')
    expect(change(/Expires=60/, 'Expires=61')).toBe('InvalidSignatureException')
    expect(() => presignRequest(unsigned, keys, { ...scope, expires: 604_801 })).toThrow(RangeError)
  })
  it('may leave the body unsigned', () => {
    const open = presignRequest(unsigned, keys, { ...scope, expires: 60, unsignedPayload: true })
    expect(verify({ ...unsigned, rawQuery: open, body: bytes('anything') })).toMatchObject({
      verified: true,
      payload: 'unsigned',
    })
  })
})

describe('bodies', () => {
  it('are compared when they come if their hash was declared', () => {
    const declared = signed(unsigned, { contentSha256: true })
    expect(needsBody(declared)).toBe(false)
    const answer = verify({ ...declared, body: undefined })
    expect(answer).toMatchObject({ verified: true, body: undefined })
    if (!answer.verified) throw new Error('refused')
    expect(answer.openBody?.(bytes('body'))).toEqual(bytes('body'))
    expect(answer.openBody?.(bytes('Body'))).toBeUndefined()
  })
  it('must be there if it was not', () => {
    expect(needsBody(signed())).toBe(true)
    expect(() => verify({ ...signed(), body: undefined })).toThrow(TypeError)
    expect(() => signRequest({ ...unsigned, body: undefined }, keys, scope)).toThrow(TypeError)
  })
  it('may be left out by UNSIGNED-PAYLOAD', () => {
    const open = signed(unsigned, { unsignedPayload: true })
    expect(verify({ ...open, body: bytes('anything') })).toMatchObject({ verified: true, payload: 'unsigned' })
  })
  it('of streaming forms that are not understood are refused by name', () => {
    const from = {
      ...unsigned,
      headers: [...unsigned.headers, ['x-amz-content-sha256', 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD'] as const],
    }
    expect(verify(signed(from))).toMatchObject({
      message: "The payload form 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' is not supported.",
    })
  })
})

describe('look-ups', () => {
  it('may be asynchronous', async () => {
    const answer = verifySignature(signed(), { ...scope, lookup: async () => HOLDER })
    expect(answer).toBeInstanceOf(Promise)
    expect(outcome(await answer)).toBe('accepted')
  })
  it('that fail refuse the request by failing', async () => {
    const failing = verifySignature(signed(), { ...scope, lookup: () => Promise.reject(new Error('down')) })
    await expect(failing).rejects.toThrow('down')
  })
})
