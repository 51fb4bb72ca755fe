import { readBody, type ReadBody, TOO_LARGE, toBytes } from '../http/body.js'
import { decode } from '../http/content-coding.js'
import type { HandleRequest } from '../http/request.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'
import {
  badRequest,
  bodyTooLarge,
  headersTooLarge,
  unsupportedEncoding,
  urlTooLong,
} from '../responses/http-refusal.js'
import { findIncompleteSignature } from '../sigv4/index.js'
import type { DeployedStage, Invocation } from './invocation.js'

/** Bytes of a request body: 10 MB. */
export const BODY_LIMIT = 10_485_760

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/

/** Refuses what no HTTP server would let through; adapters see to most of it, callers in the process need not. */
export function checkRequest(request: HandleRequest): void {
  if (typeof request.method !== 'string' || !isMethod(request.method)) throw badRequest()
  if (typeof request.path !== 'string' || hasControlCharacter(request.path)) throw badRequest()
}

const COMMON_METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

function isMethod(text: string): boolean {
  return COMMON_METHODS.has(text) || METHOD.test(text)
}

// eslint-disable-next-line no-control-regex -- what it is for
const CONTROL = /[\0-\x20\x7f]/

function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text)
}

// Characters and bytes by endpoint type.
const LIMITS = {
  EDGE: { url: 8192, headers: 10_240 },
  REGIONAL: { url: 10_240, headers: 10_240 },
  PRIVATE: { url: 8192, headers: 8000 },
} as const

/** Refuses a URL or headers that are larger than the service takes, and headers that hold what no header may. */
export function checkSize(invocation: Invocation): void {
  const limits = LIMITS[invocation.stage.endpointType]
  if (invocation.request.path.length > limits.url) throw urlTooLong()
  const { scan } = invocation
  if (scan.byteLength > limits.headers) throw headersTooLarge()
  if (!scan.isValid) throw badRequest()
  // `X-HTTP-Method-Override` replaces the request's method (documented).
  if (scan.methodOverride !== undefined) invocation.httpMethod = scan.methodOverride.toUpperCase()
}

/** Reads the body to its end, and out of its content coding. */
export function receiveBody(invocation: Invocation): void | Promise<void> {
  const body = readBody(invocation.request.body, BODY_LIMIT)
  return body instanceof Promise ? body.then((read) => keepBody(invocation, read)) : keepBody(invocation, body)
}

function keepBody(invocation: Invocation, body: ReadBody | typeof TOO_LARGE): void | Promise<void> {
  if (body === TOO_LARGE) throw bodyTooLarge(BODY_LIMIT)
  if (body === undefined || body.length === 0) return undefined
  invocation.body = body
  invocation.sentBody = body
  const coding = invocation.scan.contentEncoding?.trim().toLowerCase()
  if (coding === undefined || coding === 'identity') return undefined
  if (coding !== 'gzip' && coding !== 'deflate') throw unsupportedEncoding()
  return decode(toBytes(body), coding, BODY_LIMIT).then((decoded) => {
    if (decoded === undefined) throw unsupportedEncoding()
    invocation.body = decoded
  })
}

/** Finds the method of the request. */
export function route(invocation: Invocation): void {
  const match = invocation.stage.router.find(invocation.httpMethod, invocation.resourcePath)
  if (match === undefined) throw unknownRoute(invocation)
  invocation.method = match.route
  invocation.pathValues = match.values
}

// An `Authorization` that is no signature is complained about even where nothing matches, under another type (seen).
function unknownRoute({ headers }: Invocation): GatewayResponseError {
  const pairs = headers.has('authorization')
    ? headers.names.map((name, i) => [name, headers.values[i] as string] as const)
    : []
  const fault = findIncompleteSignature(pairs)
  if (fault === undefined) return new GatewayResponseError('MISSING_AUTHENTICATION_TOKEN')
  const { responseType, statusCode, message, errorType } = fault
  return new GatewayResponseError(responseType, { statusCode, message, errorType, inExecution: false })
}

/** The deployment that serves a request: the canary's for its share of them. */
export function pickDeployment(stage: DeployedStage, chance: () => number): DeployedStage {
  const { canary } = stage
  if (canary === undefined) return stage
  const isCanary = canary.percentTraffic > 0 && chance() * 100 < canary.percentTraffic
  canary.requests[isCanary ? 'canary' : 'production']++
  return isCanary ? canary.stage : stage
}
