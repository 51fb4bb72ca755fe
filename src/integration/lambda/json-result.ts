import type { FunctionOutcome } from '../types.js'

/** Deeper or wider values than these go through `JSON.stringify`: looking at each field would cost as much. */
const MAX_DEPTH = 4
const MAX_NODES = 256

/**
 * What is left of a function's result after JSON: a Date is text, a Map `{}`, an undefined field is gone, a cycle or a BigInt is
 * the runtime's error. A value that JSON would not change is handed on as it is, without being written.
 */
export function jsonOutcome(value: unknown): FunctionOutcome {
  if (value === undefined || value === null) return NULL_OUTCOME
  try {
    return isPlainJson(value) ? { value } : throughJson(value)
  } catch (cause) {
    // A getter or a proxy of the function's own that throws.
    return unwritable(cause)
  }
}

const NULL_OUTCOME: FunctionOutcome = { value: null, json: 'null' }

/** Writes and reads the value as JSON, whatever it is; a copy that shares nothing. */
export function throughJson(value: unknown): FunctionOutcome {
  let json: string | undefined
  try {
    json = JSON.stringify(value)
  } catch (cause) {
    return unwritable(cause)
  }
  return json === undefined ? NULL_OUTCOME : { value: JSON.parse(json) as unknown, json }
}

// The runtime's own words.
function unwritable(cause: unknown): FunctionOutcome {
  return { error: { errorType: 'Error', errorMessage: 'Unable to stringify response body', trace: [], cause } }
}

let nodesLeft = 0

/** Whether `JSON.parse(JSON.stringify(value))` would give the same value. Says no when it cannot tell cheaply. */
export function isPlainJson(value: unknown): boolean {
  nodesLeft = MAX_NODES
  return isPlain(value, 0)
}

function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'object':
      return value === null || isPlainCompound(value, depth)
    default:
      return false
  }
}

function isPlainCompound(value: object, depth: number): boolean {
  if (depth === MAX_DEPTH) return false
  if (Array.isArray(value)) return isPlainArray(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const name in value) {
    if (--nodesLeft < 0) return false
    // An inherited field can only be somebody's addition to Object.prototype: JSON would not write it.
    if (!isPlain((value as Record<string, unknown>)[name], depth + 1)) return false
  }
  return true
}

function isPlainArray(items: readonly unknown[], depth: number): boolean {
  if (items.length > nodesLeft) return false
  nodesLeft -= items.length
  if ('toJSON' in items) return false
  for (const item of items) if (!isPlain(item, depth + 1)) return false
  return true
}
