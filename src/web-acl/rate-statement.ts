import { compileForwarded, type ForwardedAddresses } from './forwarded-address.js'
import type { Predicate } from './inspection.js'
import { createRateCounters } from './rate-counters.js'
import { clientKey, compileCustomKeys, forwardedKey, type RateKey } from './rate-keys.js'
import { checkKeys, fault, readChoice, readInteger } from './reading.js'
import type { AclScope } from './scope.js'

type Settings = Readonly<Record<string, unknown>>

const KEYS = [
  'Limit',
  'EvaluationWindowSec',
  'AggregateKeyType',
  'CustomKeys',
  'ForwardedIPConfig',
  'ScopeDownStatement',
]
const WINDOWS = [60, 120, 300, 600]
const KEY_TYPES = ['IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CONSTANT'] as const

/**
 * `RateBasedStatement`: fits once more than `Limit` requests with the same key came within the window. The service looks
 * at its counts every few seconds; here each request counts at once.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export function compileRate(
  scope: AclScope,
  settings: Settings,
  pointer: string,
  compileStatement: (value: unknown, pointer: string) => Predicate | undefined,
): Predicate | undefined {
  checkKeys(scope, settings, pointer, KEYS)
  const limit = readInteger(scope, settings['Limit'], `${pointer}/Limit`, [10, 2_000_000_000])
  const windowSeconds = readWindow(scope, settings['EvaluationWindowSec'], `${pointer}/EvaluationWindowSec`)
  const narrow = settings['ScopeDownStatement']
  const isInScope = narrow === undefined ? () => true : compileStatement(narrow, `${pointer}/ScopeDownStatement`)
  const key = compileKey(scope, settings, pointer)
  if (limit === undefined || windowSeconds === undefined || isInScope === undefined || key === undefined)
    return undefined
  const counters = createRateCounters({ windowSeconds })
  return (inspection) => {
    if (!isInScope(inspection)) return false
    const counted = key(inspection)
    return counted !== undefined && counters.count(counted, inspection.request.now) > limit
  }
}

function readWindow(scope: AclScope, value: unknown, pointer: string): number | undefined {
  if (value === undefined) return 300
  if (typeof value === 'number' && WINDOWS.includes(value)) return value
  return fault(scope, pointer, 'There is no such window.', { found: value, allowed: WINDOWS.map(String) })
}

function compileKey(scope: AclScope, settings: Settings, pointer: string): RateKey | undefined {
  const type = readChoice(scope, settings['AggregateKeyType'], `${pointer}/AggregateKeyType`, KEY_TYPES)
  const config = settings['ForwardedIPConfig']
  const place = `${pointer}/ForwardedIPConfig`
  let forwarded: ForwardedAddresses | undefined
  if (config !== undefined) {
    forwarded = compileForwarded(scope, config, place, false)
    if (forwarded === undefined) return undefined
  }
  switch (type) {
    case undefined:
      return undefined
    case 'IP':
      return clientKey
    case 'FORWARDED_IP':
      return forwarded === undefined ? fault(scope, place, 'This key needs it.') : forwardedKey(forwarded)
    case 'CONSTANT':
      return settings['ScopeDownStatement'] === undefined
        ? fault(scope, `${pointer}/ScopeDownStatement`, 'The key CONSTANT needs it.')
        : () => ''
    case 'CUSTOM_KEYS':
      return compileCustomKeys(scope, settings['CustomKeys'], `${pointer}/CustomKeys`, forwarded)
  }
}
