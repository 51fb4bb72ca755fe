import { decode, type Backends, type Call, type FunctionCall, type HttpCall } from './backends.js'
import { ABSENT, compare, isRecord } from './compare.js'
import { compareHeaders } from './expect-headers.js'
import { onlyKeys } from './read-case.js'
import { actionParameters } from './service-call.js'
import { InexpressibleError, type Difference, type Json } from './types.js'

/** Compares what each named backend saw in this step: the last call of each. */
export function compareBackends(expected: Json, backends: Backends, at: string): Difference[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const where = `${at}["${key}"]`
    const call = backends.calls.get(key)?.at(-1)
    if (value === ABSENT) {
      return call === undefined ? [] : [{ at: where, expected: ABSENT, actual: describeCall(call) }]
    }
    if (!isRecord(value)) throw new InexpressibleError(`${where} must be an object or ${ABSENT}`)
    if (call === undefined) return [{ at: where, expected: value, actual: missing(backends) }]
    return 'event' in call ? compareEvent(value, call, where) : compareRequest(value, call, where)
  })
}

function compareEvent(expected: Json, call: FunctionCall, at: string): Difference[] {
  onlyKeys(expected, 'event invocationType', at)
  const differences = Object.hasOwn(expected, 'event')
    ? compare(expected['event'], call.event, 'subset', `${at}.event`)
    : []
  return Object.hasOwn(expected, 'invocationType')
    ? [...differences, ...compare(expected['invocationType'], call.invocationType, 'whole', `${at}.invocationType`)]
    : differences
}

function compareRequest(expected: Json, call: HttpCall, at: string): Difference[] {
  onlyKeys(expected, 'method path query headers body bodyBase64 parameters', at)
  return Object.entries(expected).flatMap(([key, value]) => {
    const where = `${at}.${key}`
    if (key === 'headers') return compareHeaders(value, call.headers, where)
    if (key === 'body') return compare(value, decode(call.body), 'whole', where)
    if (key === 'bodyBase64') return compare(value, Buffer.from(call.body).toString('base64'), 'whole', where)
    if (key === 'parameters') return compare(value, actionParameters(call), 'subset', where)
    return compare(value, call[key as 'method' | 'path' | 'query'], 'whole', where)
  })
}

function describeCall(call: Call): unknown {
  return 'event' in call ? call : { ...call, body: decode(call.body) }
}

function missing(backends: Backends): string {
  const called = [...backends.calls.keys(), ...backends.strangers]
  return called.length === 0 ? 'not called' : `not called; what was called: ${called.join(', ')}`
}
