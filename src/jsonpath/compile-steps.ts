import { fieldValues, getField, hasField, isObject, type JsonObject, type JsonValue } from '../json/json-value.js'
import { compileFilter, type Predicate, type Reader } from './compile-filter.js'
import { compileFunction } from './compile-function.js'
import { countVisit, NOTHING_FOUND, NothingFound, startEvaluation, type Evaluation, type Step } from './evaluation.js'
import { InvalidPathError, MissingIndexError, PathEvaluationError } from './path-errors.js'
import { isDefinitePath, isDefiniteToken, type ParsedPath, type PathToken } from './path-token.js'

/** A token among its neighbours. */
interface Place {
  readonly token: PathToken
  /** Undefined behind the last token. */
  readonly next: Step | undefined
  /** Whether everything before leads to one value, so that a mismatch here is an error and not just no result. */
  readonly definiteSoFar: boolean
  /** How the engine writes the token before, where the last token has to compare it (see Evaluation.lastIndex). */
  readonly previousIndex: number | undefined
}

const addResult: Step = (value, evaluation) => {
  evaluation.results.push(value)
}

/** Compiles a path into a function that reads it. */
export function compileReader(path: ParsedPath): Reader {
  const tokens = invertScanFunction(path)
  const start = compileTokens(tokens, tokens !== path.tokens)
  const definite = isDefinitePath(tokens)
  return (document, evaluation, strict) => {
    const inner = startEvaluation(evaluation.root, strict, evaluation.shared)
    start(document, inner)
    return definite ? lastResult(inner) : inner.results
  }
}

/** The value that a definite path found. @throws {NothingFound} */
export function lastResult({ results }: Evaluation): JsonValue {
  if (results.length === 0) throw NOTHING_FOUND
  return results.at(-1) ?? null
}

/**
 * `$..a.sum()` asks for the sum of all that `$..a` finds: the engine turns it into `$.sum($..a)`. What stands behind the
 * function stays there.
 */
export function invertScanFunction(path: ParsedPath): readonly PathToken[] {
  const { tokens } = path
  if (tokens[0]?.kind !== 'scan' || tokens.at(-1)?.kind !== 'function') return tokens
  const at = tokens.findIndex((token) => token.kind === 'function')
  const call = tokens[at]
  if (call?.kind !== 'function') return tokens
  const argument: ParsedPath = { text: path.text, fromRoot: true, tokens: tokens.slice(0, at) }
  return [{ ...call, parameters: [{ kind: 'path', path: argument }] }, ...tokens.slice(at + 1)]
}

/**
 * Compiles tokens into one step, from the last to the first. After an inversion ({@link invertScanFunction}) they count as
 * standing behind the `..` still.
 */
export function compileTokens(tokens: readonly PathToken[], inverted = false): Step {
  const steps: Step[] = []
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at]
    if (token === undefined) continue
    const [next, behindNext] = steps
    steps.unshift(
      token.kind === 'scan'
        ? compileScan(tokens, at, next, behindNext)
        : compileToken(placeOf(tokens, at, next, inverted)),
    )
  }
  return steps[0] ?? addResult
}

function placeOf(tokens: readonly PathToken[], at: number, next: Step | undefined, inverted: boolean): Place {
  const token = tokens[at]
  const previous = tokens[token?.kind === 'wildcard' && token.isAdded === true ? at - 2 : at - 1]
  const isSingle = previous?.kind === 'indexes' && previous.indexes.length === 1
  return {
    token: token ?? { kind: 'wildcard' },
    next,
    definiteSoFar: !inverted && tokens.slice(0, at).every((before) => isDefiniteToken(before, false)),
    previousIndex: isSingle ? previous.indexes[0] : undefined,
  }
}

function compileToken(place: Place): Step {
  const { token, next } = place
  switch (token.kind) {
    case 'names':
      return compileNames(token.names, place)
    case 'wildcard':
      return compileWildcard(place)
    case 'function':
      return compileFunction(token, next, compileReader)
    case 'filter':
      return filterStep(compileFilter(token.filter, compileReader), place)
    default:
      return compileIndexes(token, place)
  }
}

function compileNames(names: readonly string[], place: Place): Step {
  const { next, definiteSoFar } = place
  const [name] = names
  let onObject: (object: JsonObject, evaluation: Evaluation) => void
  if (name !== undefined && names.length === 1) onObject = readField(name, place)
  else if (next === undefined) onObject = mergeFields(names)
  else {
    const each = names.map((one) => readField(one, place))
    onObject = (object, evaluation) => each.forEach((read) => read(object, evaluation))
  }
  return (value, evaluation) => {
    if (isObject(value)) onObject(value, evaluation)
    else if (definiteSoFar) throw NOTHING_FOUND
  }
}

function readField(name: string, place: Place): (object: JsonObject, evaluation: Evaluation) => void {
  const { token, next, definiteSoFar } = place
  const isDefinite = definiteSoFar && token.kind === 'names' && token.names.length === 1
  return (object, evaluation) => {
    const value = getField(object, name)
    if (value === undefined) {
      if (evaluation.strict || (isDefinite && next !== undefined)) throw NOTHING_FOUND
    } else pass(value, place, evaluation)
  }
}

/** Hands a field's value on; the last token asks whether a `..` before wants this position at all. */
function pass(value: JsonValue, place: Place, evaluation: Evaluation): void {
  if (place.next !== undefined) place.next(value, evaluation)
  else if (evaluation.lastIndex === -1 || evaluation.lastIndex === place.previousIndex) evaluation.results.push(value)
}

// `$['a','b']` at the end of a path is an object with those of the fields that there are.
function mergeFields(names: readonly string[]): (object: JsonObject, evaluation: Evaluation) => void {
  return (object, evaluation) => {
    const merged = new Map<string, JsonValue>()
    for (const name of names) {
      if (hasField(object, name)) merged.set(name, getField(object, name) ?? null)
      else if (evaluation.strict) throw NOTHING_FOUND
    }
    evaluation.results.push(merged)
  }
}

function compileWildcard(place: Place): Step {
  const onItem = place.next ?? addResult
  return (value, evaluation) => {
    countVisit(evaluation)
    if (Array.isArray(value)) for (const item of value) attempt(onItem, item, evaluation)
    else if (isObject(value)) for (const field of fieldValues(value)) pass(field, place, evaluation)
  }
}

// An item of a list that leads nowhere is passed over, even where a function's argument is what was not found.
function attempt(step: Step, item: JsonValue, evaluation: Evaluation): void {
  try {
    attemptIndex(step, item, evaluation)
  } catch (error) {
    if (evaluation.strict || !(error instanceof NothingFound)) throw error
  }
}

function attemptIndex(step: Step, item: JsonValue, evaluation: Evaluation): void {
  try {
    step(item, evaluation)
  } catch (error) {
    if (!(error instanceof MissingIndexError)) throw error
  }
}

function compileIndexes(token: PathToken, { next, definiteSoFar }: Place): Step {
  const onItem = next ?? addResult
  const positions = token.kind === 'slice' ? slicePositions(token.from, token.to) : fixedPositions(token)
  return (value, evaluation) => {
    if (Array.isArray(value)) {
      for (const index of positions(value.length)) {
        const item = value[index < 0 ? value.length + index : index]
        if (item !== undefined) attemptIndex(onItem, item, evaluation)
      }
    } else if (definiteSoFar) throw NOTHING_FOUND
  }
}

function fixedPositions(token: PathToken): () => readonly number[] {
  const indexes = token.kind === 'indexes' ? token.indexes : []
  return () => indexes
}

// Only `[from:]` and `[:to]` count from the end first; `[-1:3]` runs from the last item over the first ones, as in Jayway.
function slicePositions(from: number | undefined, to: number | undefined): (length: number) => Iterable<number> {
  return function* positions(length) {
    let start = from ?? 0
    let end = to ?? length
    if (to === undefined) start = Math.max(0, start < 0 ? length + start : start)
    if (from === undefined && end < 0) end += length
    end = Math.min(length, end)
    if (length === 0) return
    for (let index = Math.max(start, -length); index < end; index++) yield index
  }
}

function filterStep(accepts: Predicate, { next, definiteSoFar }: Place): Step {
  const onItem = next ?? addResult
  return (value, evaluation) => {
    countVisit(evaluation)
    if (Array.isArray(value)) {
      for (const item of value) if (accepts(item, evaluation)) attemptIndex(onItem, item, evaluation)
    } else if (isObject(value)) {
      // On an object the filter asks the object itself, not its fields.
      if (accepts(value, evaluation)) onItem(value, evaluation)
    } else if (definiteSoFar) throw new InvalidPathError('A filter cannot be applied to a primitive value')
  }
}

/** `..` walks the whole tree and lets the token behind it look at every place where that could match. */
function compileScan(
  tokens: readonly PathToken[],
  at: number,
  target: Step | undefined,
  behindTarget: Step | undefined,
): Step {
  const token = tokens[at + 1]
  if (token === undefined || target === undefined) return failingScan
  const fits = scanPredicate(token, at + 2 === tokens.length)
  const handsToLast = at + 3 === tokens.length
  const walk: Step = (value, evaluation) => {
    countVisit(evaluation)
    if (Array.isArray(value)) {
      if (fits(value, evaluation)) visitArray(value, evaluation)
      for (const item of value) if (typeof item === 'object') walk(item, evaluation)
    } else if (isObject(value)) {
      if (fits(value, evaluation)) target(value, evaluation)
      for (const field of fieldValues(value)) if (typeof field === 'object') walk(field, evaluation)
    }
  }
  // With more behind the target, the engine skips the target on arrays and shows every item to the token after it.
  const visitArray = (items: JsonValue[], evaluation: Evaluation): void => {
    if (behindTarget === undefined) return target(items, evaluation)
    items.forEach((item, index) => {
      if (handsToLast) evaluation.lastIndex = index
      behindTarget(item, evaluation)
    })
  }
  return walk
}

const failingScan: Step = () => {
  throw new PathEvaluationError("Nothing behind '..'")
}

function scanPredicate(token: PathToken, isLast: boolean): Predicate {
  switch (token.kind) {
    case 'names':
      if (!isDefiniteToken(token, isLast)) return isObject
      return (value) => isObject(value) && token.names.every((name) => hasField(value, name))
    case 'indexes':
    case 'slice':
      return Array.isArray
    case 'wildcard':
      return () => true
    case 'filter':
      return compileFilter(token.filter, compileReader)
    default:
      return () => false
  }
}
