import { describe, expect, it } from 'vitest'
import { createGateway, type Gateway, type HandleResponse, type WebAcl } from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'

const routes = {
  'GET /pets': async (event: { headers: object | null }) => ({ statusCode: 200, body: JSON.stringify(event.headers) }),
}

function gatewayOf(acl: WebAcl | object): Gateway {
  return createGateway({ routes, logger: false, stages: { prod: { webAclArn: 'a' } }, webAcls: { a: acl as WebAcl } })
}

async function answerOf(acl: WebAcl, path: string): Promise<unknown[]> {
  const response = await gatewayOf(acl).handle({ method: 'GET', path })
  return [response.statusCode, response.text().slice(0, 40), response.headers.get('x-amzn-errortype')]
}

const saying = (verdict: 'ALLOW' | 'BLOCK'): WebAcl => ({ inspect: async () => ({ action: verdict }) })

describe('a stage with a web ACL', () => {
  it('asks it before anything is routed', async () => {
    const blocked = [403, '{"message":"Forbidden"}', 'ForbiddenException']
    expect(await answerOf(saying('BLOCK'), '/prod/pets')).toEqual(blocked)
    expect(await answerOf(saying('BLOCK'), '/prod/none')).toEqual(blocked)
    expect((await answerOf(saying('ALLOW'), '/prod/pets'))[0]).toBe(200)
    expect((await answerOf(saying('ALLOW'), '/prod/none'))[2]).toBe('MissingAuthenticationTokenException')
  })

  it('lets nobody in when it fails', async () => {
    const failing = { inspect: () => Promise.reject(new Error('down')) }
    expect(await answerOf(failing, '/prod/pets')).toEqual([
      500,
      '{"message": "Internal server error"}',
      'InternalServerErrorException',
    ])
  })

  it('must be there, and hold only rules that are honoured', () => {
    expect(() => createGateway({ routes, stages: { prod: { webAclArn: 'gone' } } })).toThrow(/no such web ACL/)
    const rule = { Name: 'x', Priority: 0, Statement: { SqliMatchStatement: {} }, Action: { Block: {} } }
    expect(() => gatewayOf({ DefaultAction: { Allow: {} }, Rules: [rule] })).toThrow(/sqli-match-not-built/)
  })
})

describe('an edge-optimized API', () => {
  const ask = (): Promise<HandleResponse> =>
    createGateway({
      routes,
      clock: createVirtualClock(),
      random: createSeededRandom(1),
      endpointConfiguration: { types: ['EDGE'] },
    }).handle({ method: 'GET', path: '/prod/pets', headers: { Cookie: 'b=1; a=2' } })

  it('shows what the CDN adds, the same for the same seed', async () => {
    const [first, second] = [await ask(), await ask()]
    const headers = first.json() as Record<string, string>
    expect(headers).toEqual(second.json())
    expect(headers['Via']).toMatch(/^2\.0 \w+\.cloudfront\.net \(CloudFront\)$/)
    expect(first.headers.get('x-amz-cf-id')).toBe(headers['X-Amz-Cf-Id'])
  })
})
