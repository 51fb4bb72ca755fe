import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeaderList } from '../../src/http/header-list.js'
import type { HandleRequest } from '../../src/http/request.js'
import { createIdSource } from '../../src/runtime/ids.js'
import { viewerDevice } from '../../src/stage/edge-device.js'
import { edgeRequestId, enterEdge, leaveEdge, visitEdge } from '../../src/stage/edge-headers.js'
import type { Locate } from '../../src/stage/edge-position.js'
import {
  nearestPointOfPresence,
  pointOfPresenceOfRegion,
  pointsOfPresence,
} from '../../src/stage/points-of-presence.js'
import { createSeededRandom } from '../../src/testing/index.js'

const BERLIN = { latitude: 52.52, longitude: 13.4, country: 'DE', asn: 3320 }
const visit = (locate?: Locate, sourceIp = '203.0.113.7') =>
  visitEdge({ region: 'eu-west-1', ids: createIdSource(createSeededRandom(7)), sequence: 1, sourceIp, locate })

function entered(headers: HandleRequest['headers'], locate?: Locate): HeaderList {
  const request = enterEdge({ method: 'GET', path: '/', ...(headers !== undefined && { headers }) }, visit(locate))
  return new HeaderList(request.headers as Array<[string, string]>)
}

describe('the table of points of presence', () => {
  test('names each place once, on the globe, by a code of three letters', () => {
    const places = pointsOfPresence()
    expect(places.length).toBeGreaterThanOrEqual(60)
    expect(new Set(places.map(({ code }) => code)).size).toBe(places.length)
    for (const { code, latitude, longitude } of places) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(Math.abs(latitude)).toBeLessThanOrEqual(90)
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180)
    }
  })

  test.each([
    [52.52, 13.4, ['HAM', 'PRG']],
    [-33.87, 151.2, ['SYD']],
    [40.4, -3.7, ['MAD']],
    [37.77, -122.4, ['SFO']],
    // Over the line where dates change: Fiji is nearer to Auckland than to anything in the west.
    [-17.7, -179, ['AKL']],
  ])('%d, %d is nearest to %j', (latitude, longitude, codes) => {
    expect(codes).toContain(nearestPointOfPresence({ latitude, longitude }).code)
  })

  test('has a place for any position, and one for any Region', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.string(), (latitude, longitude, region) => {
        expect(pointsOfPresence().map(({ code }) => code)).toContain(
          nearestPointOfPresence({ latitude, longitude }).code,
        )
        expect(pointOfPresenceOfRegion(region).code).toBe('IAD')
      }),
    )
    expect(pointOfPresenceOfRegion('ap-northeast-1').code).toBe('NRT')
  })
})

describe('the request behind the edge', () => {
  test('carries the headers of printed events', () => {
    const headers = entered({ Host: 'api.example', 'User-Agent': 'curl/8.5' }, () => BERLIN)
    expect([...headers].map(([name]) => name)).toEqual([
      'Host',
      'User-Agent',
      'CloudFront-Forwarded-Proto',
      'CloudFront-Is-Desktop-Viewer',
      'CloudFront-Is-Mobile-Viewer',
      'CloudFront-Is-SmartTV-Viewer',
      'CloudFront-Is-Tablet-Viewer',
      'CloudFront-Viewer-ASN',
      'CloudFront-Viewer-Country',
      'Via',
      'X-Amz-Cf-Id',
      'X-Forwarded-For',
    ])
    expect(headers.get('cloudfront-viewer-country')).toBe('DE')
    expect(headers.get('cloudfront-viewer-asn')).toBe('3320')
    expect(headers.get('cloudfront-is-desktop-viewer')).toBe('true')
    expect(headers.get('via')).toMatch(/^2\.0 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/)
    expect(headers.get('x-amz-cf-id')).toMatch(/^[A-Za-z0-9_-]{54}==$/)
    expect(headers.get('x-forwarded-for')).toBe('203.0.113.7')
  })

  test('says nothing of countries that nobody knows', () => {
    expect(entered({}).has('cloudfront-viewer-country')).toBe(false)
    expect(entered({}, () => undefined).has('cloudfront-viewer-asn')).toBe(false)
  })

  test('comes from nobody knows where when the look-up fails', () => {
    const causes: unknown[] = []
    const failed = visitEdge({
      region: 'eu-west-1',
      ids: createIdSource(createSeededRandom(7)),
      sequence: 1,
      sourceIp: '203.0.113.7',
      locate: () => {
        throw new Error('no table')
      },
      onLocateError: (cause) => causes.push(cause),
    })
    expect(failed).toMatchObject({ viewer: undefined, pop: expect.stringMatching(/^DUB/) })
    expect(causes).toHaveLength(1)
  })

  test('does not let the client write what the edge writes', () => {
    const headers = entered(
      [
        ['cloudfront-viewer-country', 'CH'],
        ['CLOUDFRONT-VIEWER-CITY', 'Bern'],
        ['X-Amz-Cf-Id', 'mine'],
        ['Via', '1.1 proxy'],
        ['X-Forwarded-For', '198.51.100.1'],
        ['X-forwarded-for', '198.51.100.2'],
      ],
      () => BERLIN,
    )
    expect(headers.get('CloudFront-Viewer-Country')).toBe('DE')
    expect(headers.has('CloudFront-Viewer-City')).toBe(false)
    expect(headers.get('X-Amz-Cf-Id')).not.toContain('mine')
    expect(headers.get('Via')).toMatch(/^1\.1 proxy, 2\.0 /)
    expect(headers.get('X-Forwarded-For')).toBe('198.51.100.1, 198.51.100.2, 203.0.113.7')
  })

  test('has its cookies sorted by name, those of one name in their order', () => {
    expect(entered({ cookie: ['b=2; a=9; ;c', 'a=1'] }).get('cookie')).toBe('a=9; a=1; b=2; c')
  })

  test('keeps everything else of the request, and the request as it was', () => {
    const request = { method: 'POST', path: '/p?q=1', headers: { 'X-Mine': ['1', '2'] }, body: 'b', stage: 's' }
    const before = structuredClone(request)
    expect(enterEdge(request, visit())).toMatchObject({ method: 'POST', path: '/p?q=1', body: 'b', stage: 's' })
    expect(request).toEqual(before)
  })

  test('never makes a header that is none of what clients send', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string())), (pairs) => {
        const sent = pairs.filter(([, value]) => !/[\r\n\0]/.test(value))
        for (const [, value] of entered(sent)) expect(value).not.toMatch(/[\r\n\0]/)
      }),
    )
  })
})

describe('the answer behind the edge', () => {
  const answer = (statusCode: number, pairs: Array<[string, string]> = []): HeaderList => {
    const headers = new HeaderList(pairs)
    leaveEdge(
      headers,
      statusCode,
      visit(() => BERLIN),
    )
    return headers
  }

  test('says where it was answered, by the id of its request', () => {
    const headers = answer(200, [['Content-Type', 'text/plain']])
    expect([...headers].map(([name]) => name)).toEqual([
      'Content-Type',
      'X-Cache',
      'Via',
      'X-Amz-Cf-Pop',
      'X-Amz-Cf-Id',
    ])
    expect(headers.get('x-cache')).toBe('Miss from cloudfront')
    expect(headers.get('x-amz-cf-pop')).toMatch(/^(?:HAM|PRG)\d\d-[CP]\d$/)
    expect(headers.get('x-amz-cf-id')).toBe(entered({}).get('x-amz-cf-id'))
    expect(headers.get('via')).toMatch(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/)
  })

  test('of an error says so', () => {
    expect(answer(403).get('x-cache')).toBe('Error from cloudfront')
    expect(answer(502).get('x-cache')).toBe('Error from cloudfront')
  })

  test('keeps the way that it had come before', () => {
    expect(answer(200, [['via', '1.1 origin']]).get('via')).toMatch(/^1\.1 origin, 1\.1 /)
  })
})

describe('ids of the edge', () => {
  test('are the same for the same seed and request, and no other request has them', () => {
    const ids = createIdSource(createSeededRandom(1))
    ids.next()
    const made = Array.from({ length: 500 }, (_, i) => edgeRequestId(ids, i + 1))
    expect(new Set(made).size).toBe(500)
    expect(edgeRequestId(ids, 3)).toBe(made[2])
    expect(edgeRequestId(createIdSource(createSeededRandom(2)), 3)).not.toBe(made[2])
    expect(made.join()).not.toContain(ids.extendedRequestId(4).slice(0, 15))
  })
})

describe('the device of a User-Agent', () => {
  test.each([
    [undefined, 'desktop'],
    ['curl/8.5.0', 'desktop'],
    ['PostmanRuntime/7.39.0', 'desktop'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'desktop'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'tablet'],
    ['Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36', 'smartTv'],
    ['Mozilla/5.0 (Linux; Android 9; AFTMM) AppleWebKit/537.36 Mobile Safari/537.36', 'smartTv'],
  ])('%s is a %s', (agent, kind) => {
    const { isDesktop, isMobile, isSmartTv, isTablet } = viewerDevice(agent)
    expect({ desktop: isDesktop, mobile: isMobile, smartTv: isSmartTv, tablet: isTablet }).toEqual({
      desktop: kind === 'desktop',
      mobile: kind === 'mobile',
      smartTv: kind === 'smartTv',
      tablet: kind === 'tablet',
    })
  })
})
