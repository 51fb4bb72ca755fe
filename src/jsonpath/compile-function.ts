import type { JsonValue } from '../json/json-value.js'
import { parseJson } from '../json/parse-json.js'
import type { Reader } from './compile-filter.js'
import { NOTHING_FOUND, startEvaluation, type Evaluation, type Step } from './evaluation.js'
import { KeySet, pathFunction } from './path-functions.js'
import { InvalidPathError, PathEvaluationError } from './path-errors.js'
import { isDefinitePath, type FunctionParameter, type ParsedPath, type PathToken } from './path-token.js'

type FunctionToken = Extract<PathToken, { kind: 'function' }>
type Argument = (evaluation: Evaluation) => JsonValue

/** What a step behind `keys()` sees: neither a list nor an object. */
const NO_LIST = true

/**
 * Compiles a function of a path. Its value is a result, and what stands behind the function goes on from it.
 * An unknown function is an error only when the path is read, so that a missing value before it comes first.
 */
export function compileFunction(
  token: FunctionToken,
  next: Step | undefined,
  compileReader: (path: ParsedPath) => Reader,
): Step {
  const call = pathFunction(token.name)
  if (call === undefined) {
    return () => {
      throw new InvalidPathError(`Function with name: ${token.name} does not exist.`)
    }
  }
  const args = token.parameters.map((parameter) => compileArgument(parameter, compileReader))
  const lengthOf = token.name === 'length' || token.name === 'size' ? compileLengthOf(token, compileReader) : undefined
  return (model, evaluation) => {
    const values = args.map((arg) => arg(evaluation))
    const result = lengthOf?.(model, evaluation) ?? call(model, values)
    evaluation.results.push(result)
    next?.(result instanceof KeySet ? NO_LIST : result, evaluation)
  }
}

function compileArgument(parameter: FunctionParameter, compileReader: (path: ParsedPath) => Reader): Argument {
  if (parameter.kind === 'path') {
    const read = compileReader(parameter.path)
    return (evaluation) => read(evaluation.root, evaluation, false)
  }
  const { text } = parameter
  return () => {
    try {
      return parseJson(text)
    } catch {
      throw new PathEvaluationError(`No JSON as a function's argument: ${text}`)
    }
  }
}

/**
 * `length(path)` counts what `path.*` finds, and only where that is a list, so where the path is indefinite; otherwise it
 * is the length of the value before the function.
 */
function compileLengthOf(
  token: FunctionToken,
  compileReader: (path: ParsedPath) => Reader,
): ((model: JsonValue, evaluation: Evaluation) => number | undefined) | undefined {
  const [parameter] = token.parameters
  if (parameter === undefined) return undefined
  if (parameter.kind === 'json') {
    return () => {
      throw new PathEvaluationError('length() takes a path')
    }
  }
  const { path } = parameter
  const isCall = path.tokens.at(-1)?.kind === 'function'
  const wasDefinite = isDefinitePath(path.tokens)
  const tokens: readonly PathToken[] =
    isCall || path.tokens.length === 0 ? path.tokens : [...path.tokens, { kind: 'wildcard', isAdded: true }]
  const read = compileReader({ ...path, tokens })
  return (model, evaluation) => {
    if (model === null) throw new PathEvaluationError('length() of null takes no path')
    const inner = startEvaluation(model, false, evaluation.shared)
    const found = read(model, inner, false)
    if (!Array.isArray(found)) return undefined
    if (!wasDefinite || tokens === path.tokens) return found.length
    // The engine remembers that the path alone was definite, and then takes the last item found for the whole.
    const last = found.at(-1)
    if (last === undefined) throw NOTHING_FOUND
    return Array.isArray(last) ? last.length : undefined
  }
}
