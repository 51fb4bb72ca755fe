import QuickLRU from 'quick-lru'
import { getField, isObject, type JsonValue } from '../json/json-value.js'
import { compileTokens, invertScanFunction, lastResult } from './compile-steps.js'
import { NothingFound, startEvaluation } from './evaluation.js'
import { parsePath } from './parse-path.js'
import { InvalidPathError, PathNotFoundError } from './path-errors.js'
import { isDefinitePath, type PathToken } from './path-token.js'

/** A compiled JSONPath with the semantics of Jayway JsonPath 2.10. */
export interface JsonPath {
  /** Leads to one value, or to none at all; otherwise reading gives a list, empty where nothing matches. */
  readonly definite: boolean
  /**
   * Reads the document.
   * @throws {PathNotFoundError} when a definite path leads nowhere
   * @throws {InvalidPathError} when the path cannot be evaluated on such values
   */
  read(document: JsonValue): JsonValue
  /**
   * Like {@link JsonPath.read}, but undefined when a definite path leads nowhere; much cheaper than an error.
   * @throws {InvalidPathError} when the path cannot be evaluated on such values
   */
  find(document: JsonValue): JsonValue | undefined
}

/** How many compiled paths are kept. Templates may build paths from client data, so there must be a bound. */
const CACHE_SIZE = 1000

const cache = new QuickLRU<string, JsonPath>({ maxSize: CACHE_SIZE })

/**
 * Compiles a path, or takes it from the cache of the last thousand or two.
 * @throws {InvalidPathError} for a path that Jayway cannot parse
 */
export function compilePath(text: string): JsonPath {
  let path = cache.get(text)
  if (path === undefined) {
    path = compile(text)
    cache.set(text, path)
  }
  return path
}

function compile(text: string): JsonPath {
  const parsed = parsePath(text)
  const tokens = invertScanFunction(parsed)
  const keys = simpleKeys(tokens)
  const definite = isDefinitePath(tokens)
  const find =
    keys === undefined
      ? finder(tokens, definite, tokens !== parsed.tokens)
      : (document: JsonValue) => follow(keys, document)
  const read = (document: JsonValue): JsonValue => {
    const value = find(document)
    if (value === undefined) throw new PathNotFoundError(text)
    return value
  }
  return { definite, read, find }
}

function finder(
  tokens: readonly PathToken[],
  definite: boolean,
  inverted: boolean,
): (document: JsonValue) => JsonValue | undefined {
  const start = compileTokens(tokens, inverted)
  return (document) => {
    const evaluation = startEvaluation(document, false)
    try {
      start(document, evaluation)
      return definite ? lastResult(evaluation) : evaluation.results
    } catch (error) {
      if (error instanceof NothingFound) return undefined
      if (error instanceof RangeError) throw new InvalidPathError('The document is nested too deeply')
      throw error
    }
  }
}

/** The names and indexes of a path that has nothing else, which is nearly every path in practice. */
function simpleKeys(tokens: readonly PathToken[]): (string | number)[] | undefined {
  const keys: (string | number)[] = []
  for (const token of tokens) {
    const values = token.kind === 'names' ? token.names : token.kind === 'indexes' ? token.indexes : []
    const [key] = values
    if (key === undefined || values.length !== 1) return undefined
    keys.push(key)
  }
  return keys
}

function follow(keys: readonly (string | number)[], document: JsonValue): JsonValue | undefined {
  let value: JsonValue | undefined = document
  for (const key of keys) {
    if (typeof key === 'string') value = isObject(value) ? getField(value, key) : undefined
    else value = Array.isArray(value) ? value[key < 0 ? value.length + key : key] : undefined
    if (value === undefined) return undefined
  }
  return value
}
