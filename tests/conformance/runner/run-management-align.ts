import { compare, isRecord } from './compare.js'

/** An expected value and an actual one that can be compared as they stand. */
export interface Aligned {
  readonly expected: unknown
  readonly actual: unknown
}

/** Parses text where the case has an object or a list, and brings lists whose order is free into the order expected. */
export function align(expected: unknown, actual: unknown): Aligned {
  if (isUnordered(expected)) return alignUnordered(expected.unordered, parsed(actual))
  if (Array.isArray(expected)) return alignList(expected, parsed(actual))
  if (isRecord(expected)) return alignRecord(expected, parsed(actual))
  return { expected, actual }
}

function isUnordered(value: unknown): value is { readonly unordered: unknown[] } {
  return isRecord(value) && Object.keys(value).length === 1 && Array.isArray(value['unordered'])
}

function parsed(actual: unknown): unknown {
  if (typeof actual !== 'string') return actual
  try {
    return JSON.parse(actual)
  } catch {
    return actual
  }
}

function alignUnordered(expected: readonly unknown[], actual: unknown): Aligned {
  if (!Array.isArray(actual)) return { expected, actual }
  const left = [...(actual as unknown[])]
  const ordered = expected.flatMap((item) => {
    const index = left.findIndex((candidate) => {
      const pair = align(item, candidate)
      return compare(pair.expected, pair.actual, 'whole', '').length === 0
    })
    return index === -1 ? [] : left.splice(index, 1)
  })
  return alignList([...expected], [...ordered, ...left])
}

function alignList(expected: unknown[], actual: unknown): Aligned {
  if (!Array.isArray(actual)) return { expected, actual }
  const pairs = expected.map((item, index) => align(item, actual[index]))
  return {
    expected: pairs.map((pair) => pair.expected),
    actual: [...pairs.map((pair) => pair.actual).slice(0, actual.length), ...actual.slice(expected.length)],
  }
}

function alignRecord(expected: Record<string, unknown>, actual: unknown): Aligned {
  if (!isRecord(actual)) return { expected, actual }
  const pairs = Object.entries(expected).map(([key, value]) => [key, align(value, actual[key])] as const)
  return {
    expected: Object.fromEntries(pairs.map(([key, pair]) => [key, pair.expected])),
    actual: {
      ...actual,
      ...Object.fromEntries(pairs.filter(([key]) => key in actual).map(([key, pair]) => [key, pair.actual])),
    },
  }
}
