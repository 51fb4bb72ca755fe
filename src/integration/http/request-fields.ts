import type { HeaderList } from '../../http/header-list.js'
import { IntegrationFault } from '../types.js'

/** What the connection decides, whatever a mapping says; `upgrade` and `expect` cannot be sent through a pool. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const FORBIDDEN_IN_VALUE = /[^\t\x20-\x7e\x80-\uffff]/
const BEYOND_LATIN_1 = /[\u0100-\uffff]/

/** The header fields of a request as undici takes them, name and value by turns, in their order and case. */
export interface RequestFields {
  readonly flat: string[]
  /** Whether a `Host` is among them. */
  readonly hasHost: boolean
}

/** What becomes of a name; the same names come with every request. */
type NameKind = 'sent' | 'left out' | 'host' | 'bad'

const MAX_KNOWN = 1000

/** Makes what reads the fields of requests; it remembers the names it has seen. */
export function createFieldReader(): (headers: HeaderList) => RequestFields {
  const known = new Map<string, NameKind>()
  const kindOf = (name: string): NameKind => {
    const kind = known.get(name)
    if (kind !== undefined) return kind
    const found = nameKind(name)
    // Names may be a client's to choose.
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(name, found)
    return found
  }
  return (headers) => requestFields(headers, kindOf)
}

/**
 * Checks the fields of a request and leaves out those of the connection.
 *
 * @throws {IntegrationFault} `internal` for a name that is none, or a line break or control character in a value
 */
export function requestFields(headers: HeaderList, kindOf: (name: string) => NameKind = nameKind): RequestFields {
  const flat: string[] = []
  let hasHost = false
  const given = headers.toFlat()
  for (let i = 0; i < given.length; i += 2) {
    const name = given[i] as string
    const value = given[i + 1] as string
    const kind = kindOf(name)
    if (kind === 'bad' || FORBIDDEN_IN_VALUE.test(value)) throw badField(name)
    if (kind === 'left out' || (kind === 'host' && hasHost)) continue
    hasHost ||= kind === 'host'
    flat.push(name, BEYOND_LATIN_1.test(value) ? asUtf8(value) : value)
  }
  return { flat, hasHost }
}

function nameKind(name: string): NameKind {
  if (!TOKEN.test(name)) return 'bad'
  const lowerName = name.toLowerCase()
  if (OF_THE_CONNECTION.has(lowerName)) return 'left out'
  return lowerName === 'host' ? 'host' : 'sent'
}

// Headers go over the wire one byte a character.
function asUtf8(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

function badField(name: string): IntegrationFault {
  return new IntegrationFault(
    'internal',
    `The header ${JSON.stringify(name)} cannot be sent: its name or its value is not allowed`,
  )
}
