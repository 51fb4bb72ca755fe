import { describe, expect, test } from 'vitest'
import { RequestHeaders } from '../../src/http/request-headers.js'
import type { Invocation } from '../../src/pipeline/invocation.js'
import { compileWebAclCheck, type WafFacts } from '../../src/pipeline/rest/web-acl.js'
import { GatewayResponseError } from '../../src/responses/gateway-response-error.js'
import type { WebAcl, WebAclRequest, WebAclVerdict } from '../../src/web-acl/index.js'

const NOW = Date.UTC(2026, 0, 1)
const POINTER = '/stages/prod/webAclArn'

type Inspected = Invocation & { readonly waf?: WafFacts }

/** What the check reads of an invocation, and what it writes. */
function invocation(): Inspected {
  return {
    request: { method: 'POST', path: '/prod/pets?a=1' },
    httpMethod: 'DELETE',
    calledPath: '/prod/pets',
    rawQuery: 'a=1',
    headers: new RequestHeaders({ 'X-HTTP-Method-Override': 'DELETE' }, false),
    body: 'decoded',
    sentBody: 'as sent',
    sourceIp: '203.0.113.7',
    now: NOW - 5,
    runtime: { clock: { now: () => NOW } },
    wafResponseCode: undefined,
    answered: false,
  } as unknown as Inspected
}

async function check(inspect: (request: WebAclRequest) => unknown): Promise<{ at: Inspected; error: unknown }> {
  const at = invocation()
  const run = compileWebAclCheck({ inspect } as WebAcl, { pointer: POINTER })
  try {
    await run(at)
    return { at, error: undefined }
  } catch (error) {
    return { at, error }
  }
}

describe('the inspection of a stage', () => {
  test('shows the request as it came', async () => {
    let seen: WebAclRequest | undefined
    await check((request) => {
      seen = request
      return { action: 'ALLOW' }
    })
    const { method, path, rawQuery, body, sourceIp, now, locate } = seen as WebAclRequest
    expect({ method, path, rawQuery, body, sourceIp, now, locate }).toEqual({
      method: 'POST',
      path: '/prod/pets',
      rawQuery: 'a=1',
      body: 'as sent',
      sourceIp: '203.0.113.7',
      now: NOW - 5,
      locate: undefined,
    })
  })

  test('answers at once where the web ACL does', () => {
    const run = compileWebAclCheck({ inspect: () => ({ action: 'ALLOW' }) }, { pointer: POINTER })
    expect(run(invocation())).toBeUndefined()
  })

  test.each<readonly [how: string, answer: (verdict: WebAclVerdict) => unknown]>([
    ['at once', (verdict) => verdict],
    ['later', async (verdict) => verdict],
  ])('lets in and keeps out, %s', async (_, answer) => {
    const allowed = await check(() => answer({ action: 'ALLOW' }))
    expect(allowed.error).toBeUndefined()
    expect(allowed.at).toMatchObject({
      wafResponseCode: 'WAF_ALLOW',
      waf: { status: 200, latency: 0 },
      answered: false,
    })
    const blocked = await check(() => answer({ action: 'BLOCK' }))
    expect(blocked.error).toMatchObject({
      responseType: 'WAF_FILTERED',
      statusCode: 403,
      message: 'Forbidden',
      errorType: 'ForbiddenException',
      pointer: POINTER,
    })
    expect(blocked.at).toMatchObject({ wafResponseCode: 'WAF_BLOCK', waf: { status: 403 } })
  })

  test('completes the answer with a custom response', async () => {
    const customResponse = {
      statusCode: 429,
      headers: [['Retry-After', '60'] as const],
      body: 'slow down',
      contentType: 'text/plain',
    }
    const { at, error } = await check(() => ({ action: 'BLOCK', customResponse }))
    expect(error).toBeUndefined()
    expect(at).toMatchObject({
      answered: true,
      statusCode: 429,
      responseBody: 'slow down',
      wafResponseCode: 'WAF_BLOCK',
    })
    expect([...(at.responseHeaders ?? [])]).toEqual([
      ['Retry-After', '60'],
      ['Content-Type', 'text/plain'],
    ])
  })

  test('may have an empty custom response', async () => {
    const { at } = await check(() => ({ action: 'BLOCK', customResponse: { statusCode: 404 } }))
    expect(at).toMatchObject({ answered: true, statusCode: 404, responseBody: '' })
    expect([...(at.responseHeaders ?? [])]).toEqual([])
  })

  // Never open: whatever goes wrong in a web ACL, nobody is let in by it.
  test.each<readonly [what: string, inspect: () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    [
      'throws no error',
      () => {
        // oxlint-disable-next-line no-throw-literal
        throw 'broken'
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['answers nothing', () => undefined],
    ['answers null later', async () => null],
    ['answers true', () => true],
    ['answers another action', () => ({ action: 'Allow' })],
    ['answers a list', () => ['ALLOW']],
    ['has a status that is none', () => ({ action: 'BLOCK', customResponse: { statusCode: 20 } })],
    ['has a body that is none', () => ({ action: 'BLOCK', customResponse: { statusCode: 403, body: {} } })],
    [
      'has a header that would end the headers',
      () => ({ action: 'BLOCK', customResponse: { statusCode: 403, headers: [['a', 'b\r\n\r\n']] } }),
    ],
    [
      'has a content type that would end the headers',
      () => ({ action: 'BLOCK', customResponse: { statusCode: 403, contentType: 'a\nb' } }),
    ],
  ])('refuses when the web ACL %s', async (_, inspect) => {
    const { at, error } = await check(inspect)
    expect(error).toBeInstanceOf(GatewayResponseError)
    expect(error).toMatchObject({ responseType: 'DEFAULT_5XX', statusCode: 500, pointer: POINTER })
    expect((error as GatewayResponseError).cause).toBeDefined()
    expect(at.answered).toBe(false)
    expect(at.wafResponseCode).toBeUndefined()
    expect(at.waf).toMatchObject({ status: 500, error: expect.any(String) })
  })
})
