import fc from 'fast-check'
import type { PathCase, TemplateCase } from './cases.js'
import { agree, readOurs, renderOurs } from './cases.js'
import type { KnownDifference } from './known-differences.js'
import {
  KNOWN_PATH_DIFFERENCES,
  KNOWN_TEMPLATE_DIFFERENCES,
  OLD_PATH_DIFFERENCES,
  OLD_TEMPLATE_DIFFERENCES,
} from './known-differences.js'
import { commonPathCase, pathCase } from './path-grammar.js'
import type { Outcome, Reference } from './reference.js'
import { templateCase } from './template-grammar.js'

/** What a comparison found. */
export interface Comparison<Case> {
  readonly cases: number
  /** How many cases both engines refused. */
  readonly refused: number
  /** How often each known difference was met. */
  readonly known: ReadonlyMap<string, number>
  /** Differences that nothing explains, shrunk, one of each kind. */
  readonly unexplained: readonly Difference<Case>[]
}

export interface Difference<Case> {
  readonly given: Case
  readonly ours: Outcome
  readonly theirs: Outcome
}

/** How many cases, from which seed. The same seed makes the same cases. */
export interface Budget {
  readonly count: number
  readonly seed: number
  /** After so many kinds of unexplained differences it stops. Default: 10. */
  readonly maxUnexplained?: number
}

/** Renders generated templates with both engines. */
export function compareTemplates(reference: Reference, budget: Budget): Promise<Comparison<TemplateCase>> {
  const old = reference.hasOldPaths ? OLD_TEMPLATE_DIFFERENCES : []
  const known = [...KNOWN_TEMPLATE_DIFFERENCES, ...old]
  return compare(reference, budget, { cases: templateCase, ours: renderOurs, known })
}

/** Reads generated documents by generated paths with both engines. */
export function comparePaths(reference: Reference, budget: Budget): Promise<Comparison<PathCase>> {
  const subject = reference.hasOldPaths
    ? { cases: commonPathCase, known: OLD_PATH_DIFFERENCES, OLD_TEMPLATE_DIFFERENCES }
    : { cases: pathCase, known: KNOWN_PATH_DIFFERENCES }
  return compare(reference, budget, { ...subject, ours: readOurs })
}

interface Subject<Case> {
  readonly cases: fc.Arbitrary<Case>
  readonly ours: (given: Case) => Outcome
  readonly known: readonly KnownDifference<Case>[]
}

async function compare<Case extends TemplateCase | PathCase>(
  reference: Reference,
  { count, seed, maxUnexplained = 10 }: Budget,
  { cases, ours, known }: Subject<Case>,
): Promise<Comparison<Case>> {
  const met = new Map<string, number>()
  const unexplained: Difference<Case>[] = []
  let refused = 0
  const look = async (given: Case): Promise<Difference<Case>> => ({
    given,
    ours: ours(given),
    theirs: await reference.ask(given),
  })
  const explained = ({ given, ours, theirs }: Difference<Case>): boolean => {
    const name = known.find((one) => one.applies(given, ours, theirs))?.id
    if (name !== undefined) met.set(name, (met.get(name) ?? 0) + 1)
    return name !== undefined
  }
  const property = fc.asyncProperty(cases, async (given) => {
    const seen = await look(given)
    if (agree(seen.ours, seen.theirs)) refused += 'error' in seen.ours ? 1 : 0
    else if (!explained(seen)) return false
    return true
  })
  let done = 0
  // Each search ends at its first difference, shrunk; the next one goes on with a seed of its own.
  for (let round = 0; done < count && unexplained.length < maxUnexplained; round++) {
    const result = await fc.check(property, { numRuns: count - done, seed: seed * 1009 + round })
    done += Math.max(1, result.numRuns)
    const [found] = result.counterexample ?? []
    if (found !== undefined) unexplained.push(await look(found))
  }
  return { cases: done, refused, known: met, unexplained }
}
