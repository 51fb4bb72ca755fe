import type { Position } from './edge-position.js'

/** A city where the service's content delivery network answers. */
export interface PointOfPresence {
  /** IATA code of the city's airport, as `X-Amz-Cf-Pop` begins. */
  readonly code: string
  readonly latitude: number
  readonly longitude: number
}

// Code, latitude, longitude: cities in whose airports' names CloudFront's answers have been seen. Degrees to one place.
const CITIES = `
AMS 52.4 4.9, ARN 59.3 18.1, ATH 38.0 23.7, ATL 33.7 -84.4, AKL -36.8 174.8, BAH 26.2 50.6, BCN 41.4 2.2, BKK 13.8 100.5,
BLR 13.0 77.6, BOG 4.7 -74.1, BOM 19.1 72.9, BOS 42.4 -71.1, BRU 50.8 4.4, BUD 47.5 19.0, CCU 22.6 88.4, CDG 48.9 2.4,
CGK -6.2 106.8, CMH 40.0 -83.0, CPH 55.7 12.6, CPT -33.9 18.4, DEL 28.6 77.2, DEN 39.7 -105.0, DFW 32.8 -96.8,
DUB 53.3 -6.3, DUS 51.2 6.8, DXB 25.2 55.3, EZE -34.6 -58.4, FCO 41.9 12.5, FJR 25.1 56.3, FOR -3.7 -38.5, FRA 50.1 8.7,
GIG -22.9 -43.2, GRU -23.5 -46.6, HAM 53.6 10.0, HEL 60.2 24.9, HIO 45.5 -122.9, HKG 22.3 114.2, HYD 17.4 78.5,
IAD 39.0 -77.5, IAH 29.8 -95.4, ICN 37.5 126.9, JFK 40.7 -74.0, JNB -26.2 28.0, KIX 34.7 135.5, KUL 3.1 101.7,
LAX 34.1 -118.2, LHR 51.5 -0.1, LIM -12.0 -77.0, LIS 38.7 -9.1, LOS 6.5 3.4, MAA 13.1 80.3, MAD 40.4 -3.7, MAN 53.5 -2.2,
MEL -37.8 145.0, MIA 25.8 -80.2, MNL 14.6 121.0, MRS 43.3 5.4, MUC 48.1 11.6, MXP 45.5 9.2, NBO -1.3 36.8, NRT 35.7 139.7,
ORD 41.9 -87.6, OSL 59.9 10.8, OTP 44.4 26.1, PER -31.9 115.9, PHX 33.4 -112.1, PRG 50.1 14.4, QRO 20.6 -100.4,
SCL -33.4 -70.7, SEA 47.6 -122.3, SFO 37.6 -122.4, SIN 1.3 103.8, SOF 42.7 23.3, SYD -33.9 151.2, TLV 32.1 34.8,
TPE 25.0 121.5, VIE 48.2 16.4, WAW 52.2 21.0, YTO 43.7 -79.4, YUL 45.5 -73.6, YVR 49.3 -123.1, ZAG 45.8 16.0, ZRH 47.4 8.5`

// Where a Region is: a client whose place nobody knows is taken to be near the API.
const REGIONS: ReadonlyMap<string, string> = new Map([
  ['af-south-1', 'CPT'],
  ['ap-east-1', 'HKG'],
  ['ap-northeast-1', 'NRT'],
  ['ap-northeast-2', 'ICN'],
  ['ap-northeast-3', 'KIX'],
  ['ap-south-1', 'BOM'],
  ['ap-south-2', 'HYD'],
  ['ap-southeast-1', 'SIN'],
  ['ap-southeast-2', 'SYD'],
  ['ap-southeast-3', 'CGK'],
  ['ap-southeast-4', 'MEL'],
  ['ca-central-1', 'YUL'],
  ['eu-central-1', 'FRA'],
  ['eu-central-2', 'ZRH'],
  ['eu-north-1', 'ARN'],
  ['eu-south-1', 'MXP'],
  ['eu-south-2', 'MAD'],
  ['eu-west-1', 'DUB'],
  ['eu-west-2', 'LHR'],
  ['eu-west-3', 'CDG'],
  ['il-central-1', 'TLV'],
  ['me-central-1', 'DXB'],
  ['me-south-1', 'BAH'],
  ['sa-east-1', 'GRU'],
  ['us-east-1', 'IAD'],
  ['us-east-2', 'CMH'],
  ['us-west-1', 'SFO'],
  ['us-west-2', 'HIO'],
])

const FALLBACK: PointOfPresence = { code: 'IAD', latitude: 39, longitude: -77.5 }

interface Entry {
  readonly place: PointOfPresence
  readonly vector: Vector
}

type Vector = readonly [x: number, y: number, z: number]

let table: readonly Entry[] | undefined

// Read from the text at the first call: nothing is done while a program loads.
function entries(): readonly Entry[] {
  return (table ??= CITIES.split(',').map((city) => {
    const [code = '', latitude, longitude] = city.trim().split(' ')
    const place = { code, latitude: Number(latitude), longitude: Number(longitude) }
    return { place, vector: unitVector(place) }
  }))
}

/** Every point of presence. */
export function pointsOfPresence(): readonly PointOfPresence[] {
  return entries().map(({ place }) => place)
}

/** The place of a point of presence in the table. */
export function numberOfPointOfPresence(code: string): number {
  return entries().findIndex(({ place }) => place.code === code)
}

/** The point of presence that is nearest to a position, as the crow flies. */
export function nearestPointOfPresence(position: Pick<Position, 'latitude' | 'longitude'>): PointOfPresence {
  const from = unitVector(position)
  let nearest = FALLBACK
  let best = Number.NEGATIVE_INFINITY
  for (const { place, vector } of entries()) {
    // The cosine of the angle between the two: greatest for the nearest, no inverse needed.
    const cosine = from[0] * vector[0] + from[1] * vector[1] + from[2] * vector[2]
    if (cosine > best) [best, nearest] = [cosine, place]
  }
  return nearest
}

/** The point of presence near a Region. */
export function pointOfPresenceOfRegion(region: string): PointOfPresence {
  const code = REGIONS.get(region)
  return entries().find(({ place }) => place.code === code)?.place ?? FALLBACK
}

function unitVector({ latitude, longitude }: Pick<Position, 'latitude' | 'longitude'>): Vector {
  const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)]
}
