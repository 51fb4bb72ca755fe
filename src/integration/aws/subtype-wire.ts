import { HeaderList } from '../../http/header-list.js'
import type { ServiceRequest } from './service-request.js'
import { findService, type ServiceDescription } from './services.js'
import { encodeText } from '../uri-template.js'

type Parameters = ReadonlyMap<string, string>
type Write = (parameters: Parameters) => ServiceRequest

/** How a text becomes the value of a JSON field. */
type FieldKind = 'list' | 'time' | 'blob'

/** Writes an action in the JSON protocol of its service; `shape` makes the body of the fields. */
export function jsonAction(
  service: string,
  action: string,
  shape: (fields: Record<string, unknown>) => object,
  kinds: Readonly<Record<string, FieldKind>> = {},
): Write {
  return (parameters) => {
    const { protocol, targetPrefix } = findService(service) as ServiceDescription
    const fields: Record<string, unknown> = {}
    for (const [name, text] of parameters) if (name !== 'Region') fields[name] = readField(text, kinds[name])
    const headers = new HeaderList([
      ['Content-Type', `application/x-amz-${protocol}`],
      ['X-Amz-Target', `${targetPrefix}.${action}`],
    ])
    return { method: 'POST', path: '/', query: '', headers, body: JSON.stringify(shape(fields)) }
  }
}

function readField(text: string, kind: FieldKind | undefined): unknown {
  switch (kind) {
    case 'list':
      return readList(text)
    case 'time':
      return readSeconds(text)
    case 'blob':
      return Buffer.from(text, 'utf8').toString('base64')
    default:
      return text
  }
}

/** A list as JSON, or as texts with commas between them. */
function readList(text: string): string[] {
  const parsed = readJson(text)
  if (Array.isArray(parsed)) return parsed.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
  return text.split(',').map((item) => item.trim())
}

/** Seconds since the epoch, of a number or a date; a text that is neither goes as it is, for the service to refuse. */
function readSeconds(text: string): number | string {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : time / 1000
}

/** Lists and maps of SQS by the name that their items have in the query protocol. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['AttributeNames', 'AttributeName'],
  ['MessageAttributeNames', 'MessageAttributeName'],
])
const MAPS: ReadonlyMap<string, string> = new Map([
  ['MessageAttributes', 'MessageAttribute'],
  ['MessageSystemAttributes', 'MessageSystemAttribute'],
])

/** Writes an action of SQS in the query protocol: its answers reach clients as XML documents (observed). */
export function sqsAction(action: string): Write {
  return (parameters) => {
    const { apiVersion } = findService('sqs') as ServiceDescription
    const fields: Array<readonly [string, string]> = [
      ['Action', action],
      ['Version', apiVersion],
    ]
    for (const [name, text] of parameters) if (name !== 'Region') fields.push(...sqsFields(name, text))
    const body = fields.map(([name, value]) => `${encodeText(name)}=${encodeText(value)}`).join('&')
    const headers = new HeaderList([['Content-Type', 'application/x-www-form-urlencoded']])
    return { method: 'POST', path: '/', query: '', headers, body }
  }
}

function sqsFields(name: string, text: string): Array<readonly [string, string]> {
  const item = LISTS.get(name)
  if (item !== undefined) return readList(text).map((value, i) => [`${item}.${i + 1}`, value])
  const entry = MAPS.get(name)
  return entry === undefined ? [[name, text]] : attributeFields(entry, readJson(text))
}

/** `{"colour": {"DataType": "String", "StringValue": "red"}}` in the query protocol. */
function attributeFields(entry: string, attributes: unknown): Array<readonly [string, string]> {
  if (typeof attributes !== 'object' || attributes === null) return []
  return Object.entries(attributes).flatMap(([name, value]: [string, unknown], i) => {
    const prefix = `${entry}.${i + 1}`
    const parts = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return [
      [`${prefix}.Name`, name] as const,
      ...parts.map(([part, text]): readonly [string, string] => [`${prefix}.Value.${part}`, String(text)]),
    ]
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes AppConfig's GetConfiguration, a path of its REST API. */
export const appConfigRequest: Write = (parameters) => {
  const part = (name: string): string => encodeText(parameters.get(name) ?? '').replaceAll('.', '%2E')
  const path = `/applications/${part('Application')}/environments/${part('Environment')}/configurations/${part('Configuration')}`
  const version = parameters.get('ClientConfigurationVersion')
  const query = `client_id=${encodeText(parameters.get('ClientId') ?? '')}`
  const known = version === undefined ? '' : `&client_configuration_version=${encodeText(version)}`
  return { method: 'GET', path, query: query + known, headers: new HeaderList(), body: undefined }
}
