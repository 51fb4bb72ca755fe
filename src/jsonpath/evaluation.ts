import type { JsonValue } from '../json/json-value.js'
import { PathEvaluationError } from './path-errors.js'

/** How many values one reading may visit: several `..` in a row multiply, and a client chooses the document. */
export const MAX_VISITS = 5_000_000

/** One reading of a document. */
export interface Evaluation {
  readonly root: JsonValue
  readonly results: JsonValue[]
  /** A missing field is an error at once, as in a filter's test for existence. */
  readonly strict: boolean
  /**
   * The array position that a `..` last handed to the path's last part, -1 for none. The engine lets that part answer only
   * where the part before it is that very index, which makes `$..[0].a` read the first items.
   */
  lastIndex: number
  /** What filters read from `$`, by path: read once in a reading. Shared with the readings inside. */
  readonly shared: SharedState
}

/** What a reading and those inside its filters have in common. */
export interface SharedState {
  visits: number
  readonly rootValues: Map<object, JsonValue | undefined>
}

/** A compiled part of a path: takes a value, adds to the results or hands it on. */
export type Step = (value: JsonValue, evaluation: Evaluation) => void

/** A definite path leads nowhere. Thrown once and without a stack: inside filters it is an ordinary outcome. */
export class NothingFound {
  readonly kind = 'nothing-found' as const
}

/** The only {@link NothingFound}. */
export const NOTHING_FOUND: NothingFound = new NothingFound()

/** A reading that starts at `root`. */
export function startEvaluation(root: JsonValue, strict: boolean, shared?: SharedState): Evaluation {
  return { root, results: [], strict, lastIndex: -1, shared: shared ?? { visits: 0, rootValues: new Map() } }
}

/** @throws {PathEvaluationError} when the reading has visited too many values */
export function countVisit(evaluation: Evaluation, count = 1): void {
  if ((evaluation.shared.visits += count) > MAX_VISITS) throw new PathEvaluationError('The path visits too many values')
}
