import { fieldValues, isObject, type JsonValue } from '../json/json-value.js'
import { parseJson } from '../json/parse-json.js'
import { compileJavaRegex } from '../regex/java-regex.js'
import { countVisit, MAX_VISITS, NothingFound, type Evaluation } from './evaluation.js'
import type { FilterExpression, FilterOperand } from './filter-expression.js'
import { comparison, FilterMismatch } from './filter-operators.js'
import { filterValue, numberLiteral, UNDEFINED, type FilterValue } from './filter-value.js'
import { InvalidPathError, PathEvaluationError } from './path-errors.js'
import type { ParsedPath } from './path-token.js'

/** Whether an item passes a filter. */
export type Predicate = (item: JsonValue, evaluation: Evaluation) => boolean

/** Reads a compiled path inside a filter. @throws {NothingFound} where a definite path leads nowhere */
export type Reader = (document: JsonValue, evaluation: Evaluation, strict: boolean) => JsonValue

type Operand = (item: JsonValue, evaluation: Evaluation) => FilterValue

/**
 * Compiles a filter; `compileReader` compiles the paths in it.
 * @throws {InvalidPathError} for a regular expression or JSON that is none
 */
export function compileFilter(expression: FilterExpression, compileReader: (path: ParsedPath) => Reader): Predicate {
  const test = compileExpression(expression, compileReader)
  return (item, evaluation) => {
    try {
      return test(item, evaluation)
    } catch (error) {
      if (isMismatch(error)) return false
      throw error
    }
  }
}

function isMismatch(error: unknown): boolean {
  if (error instanceof FilterMismatch || error instanceof NothingFound) return true
  return error instanceof InvalidPathError && !(error instanceof PathEvaluationError)
}

function compileExpression(expression: FilterExpression, compileReader: (path: ParsedPath) => Reader): Predicate {
  switch (expression.kind) {
    case 'or': {
      const parts = expression.parts.map((part) => compileExpression(part, compileReader))
      return (item, evaluation) => parts.some((part) => part(item, evaluation))
    }
    case 'and': {
      const parts = expression.parts.map((part) => compileExpression(part, compileReader))
      return (item, evaluation) => parts.every((part) => part(item, evaluation))
    }
    case 'not': {
      const part = compileExpression(expression.part, compileReader)
      return (item, evaluation) => !part(item, evaluation)
    }
    case 'exists':
      return compileExists(compileReader(expression.path), expression.expected)
    default: {
      const compare = comparison(expression.operator)
      const left = compileOperand(expression.left, compileReader)
      const right = compileOperand(expression.right, compileReader)
      return (item, evaluation) => {
        const a = left(item, evaluation)
        const b = right(item, evaluation)
        if (a.kind === 'json' || b.kind === 'json') countVisit(evaluation, costOf(a, b, evaluation))
        return compare(a, b)
      }
    }
  }
}

/** Values that a comparison of these two looks at, at most. Lists are compared item by item, each with its parts. */
function costOf(left: FilterValue, right: FilterValue, evaluation: Evaluation): number {
  if (left.kind !== 'json' || right.kind !== 'json') return itemCount(left) + itemCount(right)
  const pairs = itemCount(left) * itemCount(right)
  return pairs + countParts(left.json, MAX_VISITS - evaluation.shared.visits)
}

function itemCount(value: FilterValue): number {
  return value.kind === 'json' && Array.isArray(value.json) ? value.json.length : 1
}

/** The values in a value, itself included; not many more than `most`. */
function countParts(value: JsonValue, most: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const part of Array.isArray(value) ? value : isObject(value) ? fieldValues(value) : []) {
    if (count > most) break
    count += countParts(part, most - count)
  }
  return count
}

// Even a path from `$` starts at the item here.
function compileExists(read: Reader, expected: boolean): Predicate {
  return (item, evaluation) => {
    try {
      read(item, evaluation, true)
      return expected
    } catch (error) {
      if (error instanceof NothingFound) return !expected
      throw error
    }
  }
}

function compileOperand(operand: FilterOperand, compileReader: (path: ParsedPath) => Reader): Operand {
  if (operand.kind === 'path') return compilePathOperand(compileReader(operand.path), operand.path.fromRoot)
  const value = constantValue(operand)
  return () => value
}

function constantValue(operand: Exclude<FilterOperand, { kind: 'path' }>): FilterValue {
  switch (operand.kind) {
    case 'string':
      return operand
    case 'number':
      return numberLiteral(operand.literal)
    case 'boolean':
    case 'null':
      return filterValue(operand.kind === 'null' ? null : operand.value)
    case 'json':
      return { kind: 'json', json: parsed(operand.text), isLiteral: true }
    default:
      return { kind: 'pattern', regex: compiled(operand.pattern, operand.flags) }
  }
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    throw new InvalidPathError(`No JSON in a filter: ${text}`)
  }
}

function compiled(pattern: string, flags: string): ReturnType<typeof compileJavaRegex> {
  try {
    return compileJavaRegex(flags === '' ? pattern : `(?${flags})${pattern}`)
  } catch (error) {
    throw new InvalidPathError((error as Error).message)
  }
}

function compilePathOperand(read: Reader, fromRoot: boolean): Operand {
  if (!fromRoot) {
    return (item, evaluation) => {
      const value = readOrUndefined(read, item, evaluation)
      return value === undefined ? UNDEFINED : filterValue(value)
    }
  }
  // The same for every item, so read once in a reading.
  return (_item, evaluation) => {
    const { rootValues } = evaluation.shared
    if (!rootValues.has(read)) rootValues.set(read, readOrUndefined(read, evaluation.root, evaluation))
    const value = rootValues.get(read)
    return value === undefined ? UNDEFINED : filterValue(value)
  }
}

function readOrUndefined(read: Reader, document: JsonValue, evaluation: Evaluation): JsonValue | undefined {
  try {
    return read(document, evaluation, false)
  } catch (error) {
    if (error instanceof NothingFound) return undefined
    throw error
  }
}
