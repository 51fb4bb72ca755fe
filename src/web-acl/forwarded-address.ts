import { type IpAddressValue, parseIpAddress } from '../policy/ip-range.js'
import type { Inspection } from './inspection.js'
import { checkKeys, readChoice, readObject, readText } from './reading.js'
import type { AclScope } from './scope.js'

/** An address that a header names, as text and parsed; `invalid` when the header holds something else there. */
export type NamedAddress = { readonly text: string; readonly address: IpAddressValue } | 'invalid'

/** The addresses of a header that count, and what one that is none means. */
export interface ForwardedAddresses {
  /** Empty when the request has no such header: the rule does not apply to it then (documented). */
  read(inspection: Inspection): readonly NamedAddress[]
  readonly matchesInvalid: boolean
}

// Of `ANY` the last ten are looked at (documented).
const ANY_LIMIT = 10

/** Compiles `ForwardedIPConfig` and `IPSetForwardedIPConfig`; only the latter has a `Position`. */
export function compileForwarded(
  scope: AclScope,
  value: unknown,
  pointer: string,
  hasPosition: boolean,
): ForwardedAddresses | undefined {
  const object = readObject(scope, value, pointer)
  if (object === undefined) return undefined
  checkKeys(scope, object, pointer, ['HeaderName', 'FallbackBehavior', ...(hasPosition ? ['Position'] : [])])
  const name = readText(scope, object['HeaderName'], `${pointer}/HeaderName`)?.toLowerCase()
  const fallback = readChoice(scope, object['FallbackBehavior'], `${pointer}/FallbackBehavior`, ['MATCH', 'NO_MATCH'])
  const position = hasPosition
    ? readChoice(scope, object['Position'], `${pointer}/Position`, ['FIRST', 'LAST', 'ANY'])
    : 'FIRST'
  if (name === undefined || fallback === undefined || position === undefined) return undefined
  return {
    matchesInvalid: fallback === 'MATCH',
    read: ({ request }) => {
      const values = request.headers.getAll(name)
      return values.length === 0 ? [] : chosen(values.join(',').split(','), position).map(parse)
    },
  }
}

function chosen(texts: readonly string[], position: 'FIRST' | 'LAST' | 'ANY'): readonly string[] {
  if (position === 'ANY') return texts.slice(-ANY_LIMIT)
  return position === 'FIRST' ? texts.slice(0, 1) : texts.slice(-1)
}

function parse(part: string): NamedAddress {
  const text = part.trim()
  const address = parseIpAddress(text)
  return address === undefined ? 'invalid' : { text, address }
}
