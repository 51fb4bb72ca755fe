/** A set of code points as sorted, disjoint ranges: `[first, last, first, last, …]`. */
export type CodePointSet = readonly number[]

/** The highest code point. */
export const LAST_CODE_POINT = 0x10ffff

/** No code point at all. */
export const EMPTY_SET: CodePointSet = []

/** Every code point. */
export const ALL_CODE_POINTS: CodePointSet = [0, LAST_CODE_POINT]

/** The code points of a text. */
export function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0)
}

/** The set of one code point. */
export function single(codePoint: number): CodePointSet {
  return [codePoint, codePoint]
}

/** What is in any of the sets. */
export function union(...sets: readonly CodePointSet[]): CodePointSet {
  const ranges: [number, number][] = []
  for (const set of sets) for (let at = 0; at < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? 0])
  ranges.sort((left, right) => left[0] - right[0])
  const merged: number[] = []
  for (const [first, last] of ranges) {
    const end = merged.at(-1)
    if (end !== undefined && first <= end + 1) merged[merged.length - 1] = Math.max(end, last)
    else merged.push(first, last)
  }
  return merged
}

/** What is not in the set. */
export function complement(set: CodePointSet): CodePointSet {
  const rest: number[] = []
  let next = 0
  for (let at = 0; at < set.length; at += 2) {
    const first = set[at] ?? 0
    if (first > next) rest.push(next, first - 1)
    next = (set[at + 1] ?? 0) + 1
  }
  if (next <= LAST_CODE_POINT) rest.push(next, LAST_CODE_POINT)
  return rest
}

/** What is in both sets. */
export function intersection(left: CodePointSet, right: CodePointSet): CodePointSet {
  return complement(union(complement(left), complement(right)))
}

/** Whether no code point is in both. */
export function areDisjoint(left: CodePointSet, right: CodePointSet): boolean {
  return intersection(left, right).length === 0
}

/** Whether the code point is in the set. */
export function includes(set: CodePointSet, codePoint: number): boolean {
  let low = 0
  let high = set.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (codePoint < (set[2 * middle] ?? 0)) high = middle - 1
    else if (codePoint > (set[2 * middle + 1] ?? 0)) low = middle + 1
    else return true
  }
  return false
}

/** The only code point of the set; undefined when it has none or more. */
export function onlyMember(set: CodePointSet): number | undefined {
  return set.length === 2 && set[0] === set[1] ? set[0] : undefined
}

/** The set with the other case of its letters: ASCII's only, or all of them. */
export function ignoringCase(set: CodePointSet, unicode: boolean): CodePointSet {
  const extra: number[] = []
  const limit = unicode ? LAST_CODE_POINT : 0x7f
  for (let at = 0; at < set.length; at += 2) {
    const last = Math.min(set[at + 1] ?? 0, limit)
    // A set that reaches this far has both cases of nearly everything; only its first part is worth a look.
    const end = unicode ? Math.min(last, (set[at] ?? 0) + 0x3000) : last
    for (let codePoint = set[at] ?? 0; codePoint <= end; codePoint++) {
      for (const other of otherCases(codePoint)) extra.push(other)
    }
  }
  return union(set, ...extra.map(single))
}

function otherCases(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint)
  return [text.toLowerCase(), text.toUpperCase()]
    .filter((other) => other !== text)
    .map(codePointsOf)
    .filter((others) => others.length === 1)
    .flat()
}
