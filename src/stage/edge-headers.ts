import type { HeaderList } from '../http/header-list.js'
import { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'
import type { IdSource } from '../runtime/ids.js'
import { viewerDevice } from './edge-device.js'
import type { Locate, Position } from './edge-position.js'
import {
  nearestPointOfPresence,
  numberOfPointOfPresence,
  type PointOfPresence,
  pointOfPresenceOfRegion,
} from './points-of-presence.js'

/** The way of one request through the content delivery network in front of an edge-optimized API. */
export interface EdgeVisit {
  /** `X-Amz-Cf-Pop`: `FRA56-P4`. */
  readonly pop: string
  /** The server there: `2afae0d44e2540f472c0635ab62c232b.cloudfront.net`. */
  readonly server: string
  /** `X-Amz-Cf-Id`: 56 characters, the same on the request and its answer. */
  readonly id: string
  /** The address that the API sees of the edge: the last one of `X-Forwarded-For`. */
  readonly address: string
  /** The client's own. */
  readonly viewerAddress: string
  readonly viewer: Position | undefined
}

/** What an {@link EdgeVisit} is made of. */
export interface EdgeVisitOptions {
  readonly region: string
  readonly ids: IdSource
  /** The number of the visit: `ids.next()`. */
  readonly sequence: number
  readonly sourceIp: string
  readonly locate?: Locate | undefined
  /** Told of a `locate` that throws: its client is then one that nobody knows. */
  readonly onLocateError?: (cause: unknown) => void
}

/** Describes the visit of a request to the point of presence that is nearest to its client. */
export function visitEdge(options: EdgeVisitOptions): EdgeVisit {
  const { region, ids, sequence, sourceIp } = options
  const viewer = locateViewer(options)
  const place = viewer === undefined ? pointOfPresenceOfRegion(region) : nearestPointOfPresence(viewer)
  return { ...serverOf(place), id: edgeRequestId(ids, sequence), viewerAddress: sourceIp, viewer }
}

function locateViewer({ locate, sourceIp, onLocateError }: EdgeVisitOptions): Position | undefined {
  try {
    return locate?.(sourceIp)
  } catch (error) {
    onLocateError?.(error)
    return undefined
  }
}

// One server for each place, so that a test sees the same one again. The addresses lie in a block that the network publishes
// for what its edges send.
function serverOf(place: PointOfPresence): Pick<EdgeVisit, 'pop' | 'server' | 'address'> {
  const index = Math.max(0, numberOfPointOfPresence(place.code))
  const digest = [1, 2, 3, 4].map((lane) => hex8(scramble(index + 1, lane))).join('')
  return {
    pop: `${place.code}${50 + (index % 10)}-${index % 2 === 0 ? 'C' : 'P'}${1 + (index % 4)}`,
    server: `${digest}.cloudfront.net`,
    address: `130.176.${index}.${64 + (index % 64)}`,
  }
}

function scramble(value: number, lane: number): number {
  let h = Math.imul(value, 0x9e3779b1) ^ Math.imul(lane, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return (h ^ (h >>> 13)) >>> 0
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0')
}

// Numbers that no request has: the ids of requests stay theirs.
const BEYOND_REQUESTS = 2 ** 50

/** 54 characters of the URL-safe alphabet and `==`: 40 bytes, as in printed events. The same for the same request. */
export function edgeRequestId(ids: IdSource, sequence: number): string {
  let text = ''
  for (let part = 0; part < 4; part++) text += ids.extendedRequestId(BEYOND_REQUESTS + sequence * 4 + part).slice(0, 15)
  return `${text.slice(0, 54)}==`
}

/** Written by the edge, whatever the client sent: nobody can pass himself off as from another country. */
const WRITTEN: ReadonlySet<string> = new Set([
  'cloudfront-forwarded-proto',
  'cloudfront-is-android-viewer',
  'cloudfront-is-desktop-viewer',
  'cloudfront-is-ios-viewer',
  'cloudfront-is-mobile-viewer',
  'cloudfront-is-smarttv-viewer',
  'cloudfront-is-tablet-viewer',
  'cloudfront-viewer-address',
  'cloudfront-viewer-asn',
  'cloudfront-viewer-city',
  'cloudfront-viewer-country',
  'cloudfront-viewer-country-name',
  'cloudfront-viewer-country-region',
  'cloudfront-viewer-country-region-name',
  'cloudfront-viewer-http-version',
  'cloudfront-viewer-ja3-fingerprint',
  'cloudfront-viewer-ja4-fingerprint',
  'cloudfront-viewer-latitude',
  'cloudfront-viewer-longitude',
  'cloudfront-viewer-metro-code',
  'cloudfront-viewer-postal-code',
  'cloudfront-viewer-time-zone',
  'cloudfront-viewer-tls',
  'cookie',
  'via',
  'x-amz-cf-id',
  'x-forwarded-for',
])

/**
 * The request as an edge-optimized API gets it: with the headers of the network, and with the cookies sorted by name
 * (documented). The client's own headers keep their case (recorded). Without `locate`, country and network are left out, as
 * of clients that the network cannot place.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
export function enterEdge(request: HandleRequest, visit: EdgeVisit): HandleRequest {
  const sent = new RequestHeaders(request.headers, request.headerCase === 'lost')
  const pairs: Array<readonly [string, string]> = []
  for (let i = 0; i < sent.size; i++) {
    if (!WRITTEN.has(sent.lowerNames[i] as string)) pairs.push([sent.names[i] as string, sent.values[i] as string])
  }
  const cookies = sent.getAll('cookie')
  if (cookies.length > 0) pairs.push(['Cookie', sortCookies(cookies)])
  pairs.push(...edgeHeaders(sent, visit))
  return { ...request, headers: pairs }
}

// In the order of printed events.
function* edgeHeaders(sent: RequestHeaders, visit: EdgeVisit): Generator<readonly [string, string]> {
  const { viewer, viewerAddress, server, id } = visit
  const device = viewerDevice(sent.get('user-agent'))
  yield ['CloudFront-Forwarded-Proto', 'https']
  yield ['CloudFront-Is-Desktop-Viewer', String(device.isDesktop)]
  yield ['CloudFront-Is-Mobile-Viewer', String(device.isMobile)]
  yield ['CloudFront-Is-SmartTV-Viewer', String(device.isSmartTv)]
  yield ['CloudFront-Is-Tablet-Viewer', String(device.isTablet)]
  if (viewer?.asn !== undefined) yield ['CloudFront-Viewer-ASN', String(viewer.asn)]
  if (viewer?.country !== undefined) yield ['CloudFront-Viewer-Country', viewer.country]
  yield ['Via', [...sent.getAll('via'), `2.0 ${server} (CloudFront)`].join(', ')]
  yield ['X-Amz-Cf-Id', id]
  // The edge adds its client; its own address is added by the API, whose peer it is.
  yield ['X-Forwarded-For', [...sent.getAll('x-forwarded-for'), viewerAddress].join(', ')]
}

function sortCookies(lines: readonly string[]): string {
  const cookies = lines.flatMap((line) => line.split(';')).map((cookie) => cookie.trim())
  const named = cookies.filter((cookie) => cookie !== '').map((cookie) => [cookie.split('=', 1)[0] as string, cookie])
  return named
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, cookie]) => cookie)
    .join('; ')
}

/** Adds what the network adds to an answer of an edge-optimized API; `X-Cache` says nothing of the API's own cache. */
export function leaveEdge(headers: HeaderList, statusCode: number, visit: EdgeVisit): void {
  const via = headers.getAll('via')
  headers.delete('via')
  headers.append('X-Cache', statusCode >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront')
  headers.append('Via', [...via, `1.1 ${visit.server} (CloudFront)`].join(', '))
  headers.append('X-Amz-Cf-Pop', visit.pop)
  headers.append('X-Amz-Cf-Id', visit.id)
}
