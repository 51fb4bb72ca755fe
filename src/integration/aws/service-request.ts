import { toText } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { IntegrationFault, type Payload } from '../types.js'
import { findService, serviceNames, type ServiceDescription } from './services.js'
import type { ServiceUri } from './service-uri.js'

/** The wire form of a call, before it has an address and a signature. */
export interface ServiceRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: HeaderList
  readonly body: Payload
  /** The parameters of an HTTP API's subtype, under the integration's own names. */
  readonly parameters?: ReadonlyMap<string, string>
}

/** What an integration gives of a call. */
export interface ServiceParts {
  readonly method: string
  readonly headers: HeaderList
  readonly body: Payload
}

const FORM = 'application/x-www-form-urlencoded'

/**
 * Writes a call in the protocol of its service. `path/` requests go as they stand; of an `action/` the name is added where the
 * protocol wants it.
 *
 * @throws {IntegrationFault} `internal` for an action of a service that is not known, or has no actions
 */
export function buildServiceRequest(uri: ServiceUri, parts: ServiceParts): ServiceRequest {
  const headers = new HeaderList(parts.headers)
  // Without it the services of the query protocol answer XML; with it JSON, as the recorded answers have it.
  if (!headers.has('accept')) headers.append('Accept', 'application/json')
  if (uri.action === undefined) return { ...parts, path: uri.path, query: uri.query, headers }
  const description = requireService(uri, uri.action)
  const form = contentType(headers).startsWith(FORM)
  const asQuery =
    !wantsJson(headers, description) && (description.protocol === 'query' || form || onlyQuery(uri, parts))
  return asQuery
    ? queryRequest(uri.action, uri.query, description, { ...parts, headers }, form)
    : jsonRequest(uri.action, uri.query, description, { ...parts, headers })
}

function requireService(uri: ServiceUri, action: string): ServiceDescription {
  const description = findService(uri.service)
  const named = `${uri.service}:action/${action}`
  if (description === undefined) {
    const known = serviceNames().join(', ')
    throw new IntegrationFault(
      'internal',
      `${named}: the actions of ${uri.service} are not known; use its path/ form. Known are ${known}`,
    )
  }
  if (!/^\w+$/.test(action)) throw new IntegrationFault('invalid-uri', `${named}: this is no action's name`)
  if (!description.protocol.startsWith('rest-')) return description
  throw new IntegrationFault('internal', `${named}: ${uri.service} has paths, not actions; use its path/ form`)
}

function jsonRequest(
  action: string,
  query: string,
  description: ServiceDescription,
  parts: ServiceParts,
): ServiceRequest {
  const { headers } = parts
  const type =
    description.protocol === 'query' ? 'application/x-amz-json-1.0' : `application/x-amz-${description.protocol}`
  const given = headers.get('content-type')
  // The gateway's own default is no wish of the definition's.
  if (given === undefined || /^application\/json\b/i.test(given)) headers.set('Content-Type', type)
  if (!headers.has('x-amz-target')) headers.append('X-Amz-Target', `${description.targetPrefix}.${action}`)
  return { method: parts.method, path: '/', query, headers, body: isEmpty(parts.body) ? '{}' : parts.body }
}

// A POST carries its parameters in the body, as the protocol has it: those of the query string go there too.
function queryRequest(
  action: string,
  query: string,
  description: ServiceDescription,
  parts: ServiceParts,
  form: boolean,
): ServiceRequest {
  const own = form && parts.body !== undefined ? toText(parts.body) : ''
  const named = hasField(own, 'Action') || hasField(query, 'Action')
  const versioned = hasField(own, 'Version') || hasField(query, 'Version')
  const fields = [named ? '' : `Action=${action}`, versioned ? '' : `Version=${description.apiVersion}`, query, own]
  const text = fields.filter((field) => field !== '').join('&')
  const { headers, method } = parts
  if (method === 'GET' || method === 'HEAD') {
    headers.delete('content-type')
    return { method, path: '/', query: text, headers, body: undefined }
  }
  headers.set('Content-Type', FORM)
  return { method, path: '/', query: '', headers, body: text }
}

// SQS speaks both protocols; the definition's headers say which.
function wantsJson(headers: HeaderList, description: ServiceDescription): boolean {
  if (description.targetPrefix === undefined) return false
  return headers.has('x-amz-target') || contentType(headers).startsWith('application/x-amz-json')
}

// Parameters in the query string and no body: JSON services take that as the query protocol (recorded of SSM).
function onlyQuery(uri: ServiceUri, parts: ServiceParts): boolean {
  return uri.query !== '' && isEmpty(parts.body)
}

function contentType(headers: HeaderList): string {
  return (headers.get('content-type') ?? '').toLowerCase()
}

function hasField(fields: string, name: string): boolean {
  return fields.startsWith(`${name}=`) || fields.includes(`&${name}=`)
}

function isEmpty(body: Payload): boolean {
  return body === undefined || body.length === 0
}
