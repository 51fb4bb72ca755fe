import type { CaseResult, Difference } from './types.js'

/** The counts of a run. */
export interface Totals {
  passed: number
  failed: number
  skipped: number
}

const MAX_SHOWN = 2000

/** One failure, readable: what was expected and what came, place by place. */
export function describeFailure(result: CaseResult): string {
  const lines = [`✗ ${result.id}   [${result.evidence}]  ${result.file}`]
  if (result.reason !== undefined) lines.push(indent(result.reason, 4))
  for (const difference of result.differences ?? []) lines.push(describeDifference(difference))
  return lines.join('\n')
}

function describeDifference({ at, expected, actual }: Difference): string {
  if (typeof expected === 'string' && typeof actual === 'string' && isLong(expected, actual)) {
    return `    at ${at} (${firstDifference(expected, actual)})\n${indent(textDifference(expected, actual), 6)}`
  }
  return `    at ${at}\n      expected: ${show(expected)}\n      actual:   ${show(actual)}`
}

function isLong(expected: string, actual: string): boolean {
  return expected.includes('\n') || actual.includes('\n')
}

/** Lines of both texts: those only expected with `-`, those only there with `+`. */
function textDifference(expected: string, actual: string): string {
  const left = expected.split('\n').map((line) => JSON.stringify(line))
  const right = actual.split('\n').map((line) => JSON.stringify(line))
  const lines: string[] = []
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    if (left[index] === right[index]) lines.push(`  ${left[index]}`)
    else {
      if (index < left.length) lines.push(`- ${left[index]}`)
      if (index < right.length) lines.push(`+ ${right[index]}`)
    }
  }
  return cut(lines.join('\n'))
}

function firstDifference(expected: string, actual: string): string {
  let at = 0
  while (at < expected.length && expected[at] === actual[at]) at++
  return `first at character ${at}: expected ${JSON.stringify(expected.slice(at, at + 20))}, got ${JSON.stringify(actual.slice(at, at + 20))}`
}

function show(value: unknown): string {
  return cut(value === undefined ? 'undefined' : JSON.stringify(value))
}

function cut(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text
}

function indent(text: string, by: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(by))
}

/** Skipped cases by reason: `12 × HTTP APIs are not built yet`. */
export function describeSkipped(results: readonly CaseResult[]): string[] {
  const counts = new Map<string, number>()
  for (const { status, reason } of results) {
    if (status === 'skipped') counts.set(reason ?? 'no reason', (counts.get(reason ?? 'no reason') ?? 0) + 1)
  }
  return [...counts].map(([reason, count]) => `  ${count} × ${reason}`)
}

/** The table area × evidence; a cell holds passed/failed/skipped. */
export function describeTable(results: readonly CaseResult[]): string {
  const kinds = [...new Set(results.map(({ evidence }) => evidence))].toSorted()
  const areas = [...new Set(results.map(({ area }) => area))].toSorted()
  const cell = (area: string | undefined, evidence: string | undefined): string => {
    const { passed, failed, skipped } = totalsOf(
      results.filter((r) => (area ?? r.area) === r.area && (evidence ?? r.evidence) === r.evidence),
    )
    return passed + failed + skipped === 0 ? '·' : `${passed}/${failed}/${skipped}`
  }
  const rows = [
    ['passed/failed/skipped', ...kinds, 'all'],
    ...areas.map((area) => [area, ...kinds.map((kind) => cell(area, kind)), cell(area, undefined)]),
    ['all', ...kinds.map((kind) => cell(undefined, kind)), cell(undefined, undefined)],
  ]
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((text, column) => pad(text, widths[column] as number, column > 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width)
}

/** Counts results by what became of them. */
export function totalsOf(results: readonly CaseResult[]): Totals {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 }
  for (const { status } of results) totals[status]++
  return totals
}

/** The single line that every run ends with. */
export function describeTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
