// Interleaved comparison: every round measures every candidate once, in a shuffled order, on the clock of the process's CPU
// time (other processes on the cores then cost nothing but cache misses). Absolute times belong to the machine: what is
// judged are ratios of the same round, their median over the rounds.

/** Something to measure: one call of it is one unit of work. */
export type Candidate = () => unknown

/** What a ratio is held to: `candidate` takes at most `most` times what `over` takes. */
export interface Target {
  /** Row of the guide: `1a`. */
  readonly row: string
  readonly candidate: string
  readonly over: string
  readonly most: number
  /** `µs` where a figure is no ratio; default: times. */
  readonly unit?: string
}

/** A comparison: its candidates by name, and what is asked of them. */
export interface Comparison {
  readonly name: string
  /** Default: the first candidate. */
  readonly floor?: string
  readonly candidates: Readonly<Record<string, Candidate>>
  readonly targets?: readonly Target[]
  /** Default 21. */
  readonly rounds?: number
  /** CPU milliseconds of one candidate in one round; default 12. */
  readonly milliseconds?: number
}

/** Median and spread over the rounds. */
export interface Spread {
  readonly median: number
  readonly p10: number
  readonly p90: number
}

/** A candidate's figures. */
export interface CandidateResult {
  readonly name: string
  readonly microseconds: Spread
  readonly timesFloor: Spread
}

/** A target, the figure, and whether it holds. */
export interface Verdict extends Target {
  readonly ratio: Spread
  readonly holds: boolean
}

/** What came of a comparison. */
export interface ComparisonResult {
  readonly name: string
  readonly candidates: readonly CandidateResult[]
  readonly verdicts: readonly Verdict[]
}

/** Measures and prints a comparison. */
export async function compare(comparison: Comparison): Promise<ComparisonResult> {
  const names = Object.keys(comparison.candidates)
  const [first = ''] = names
  const floor = comparison.floor ?? first
  const times = await measureRounds(comparison, names)
  const ratio = (name: string, over: string): Spread =>
    spreadOf(timesOf(times, name).map((time, at) => time / (timesOf(times, over)[at] as number)))
  const candidates = names.map((name) => ({
    name,
    microseconds: spreadOf(timesOf(times, name)),
    timesFloor: ratio(name, floor),
  }))
  const verdicts = (comparison.targets ?? []).map((target) => judge(target, ratio(target.candidate, target.over)))
  printCandidates(comparison.name, floor, candidates)
  verdicts.forEach(printVerdict)
  return { name: comparison.name, candidates, verdicts }
}

/** Holds a ratio that was measured otherwise (a build, bytes) to its target. */
export function judge(target: Target, ratio: Spread): Verdict {
  return { ...target, ratio, holds: ratio.median <= target.most }
}

/** Judges and prints one figure that is no interleaved comparison. */
export function single(name: string, target: Target, figures: readonly number[]): ComparisonResult {
  const verdict = judge(target, spreadOf(figures))
  console.log(`\n${name}`)
  printVerdict(verdict)
  return { name, candidates: [], verdicts: [verdict] }
}

/** CPU milliseconds that a piece of work takes, run once. */
export function cpuOnce(work: () => unknown): number {
  const start = cpuMicroseconds()
  keep(work())
  return (cpuMicroseconds() - start) / 1000
}

const DEFAULT_ROUNDS = 21
const DEFAULT_MILLISECONDS = 12
const WARM_UP_MILLISECONDS = 150

async function measureRounds(comparison: Comparison, names: readonly string[]): Promise<Map<string, number[]>> {
  const { rounds = DEFAULT_ROUNDS, milliseconds = DEFAULT_MILLISECONDS, candidates } = comparison
  const times = new Map<string, number[]>(names.map((name) => [name, []]))
  const calls = new Map<string, number>()
  // Two passes: what one candidate teaches the compiler may undo what it had learned of another.
  for (let pass = 0; pass < 2; pass++) {
    for (const name of names) calls.set(name, await warmUp(candidates[name] as Candidate, milliseconds))
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffle(names)) {
      timesOf(times, name).push(await timeOf(candidates[name] as Candidate, calls.get(name) as number))
    }
  }
  return times
}

/** Runs a candidate until it is compiled; gives how many calls fill one measurement. */
async function warmUp(candidate: Candidate, milliseconds: number): Promise<number> {
  let spent = 0
  let calls = 1
  let each = 0
  while (spent < (WARM_UP_MILLISECONDS * 1000) / 2) {
    each = await timeOf(candidate, calls)
    spent += each * calls
    if (each * calls < 5000) calls *= 2
  }
  return Math.max(1, Math.round((milliseconds * 1000) / Math.max(each, 0.001)))
}

/** CPU microseconds of one call. */
async function timeOf(candidate: Candidate, calls: number): Promise<number> {
  const first = candidate()
  if (first instanceof Promise) {
    keep(await first)
    const start = cpuMicroseconds()
    for (let call = 0; call < calls; call++) keep(await candidate())
    return (cpuMicroseconds() - start) / calls
  }
  const start = cpuMicroseconds()
  for (let call = 0; call < calls; call++) keep(candidate())
  return (cpuMicroseconds() - start) / calls
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

let kept: unknown

/** Uses a value, so that no compiler leaves out what made it. */
function keep(value: unknown): void {
  kept = value
}

/** The last value of any candidate; reading it makes {@link keep} something that cannot be left out. */
export function lastValue(): unknown {
  return kept
}

function timesOf(times: ReadonlyMap<string, number[]>, name: string): number[] {
  const found = times.get(name)
  if (found === undefined) throw new Error(`No candidate is called ${name}`)
  return found
}

function shuffle(names: readonly string[]): string[] {
  const all = [...names]
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[all[at], all[other]] = [all[other] as string, all[at] as string]
  }
  return all
}

function spreadOf(figures: readonly number[]): Spread {
  return { median: quantile(figures, 0.5), p10: quantile(figures, 0.1), p90: quantile(figures, 0.9) }
}

function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

function printCandidates(name: string, floor: string, candidates: readonly CandidateResult[]): void {
  console.log(`\n${name} (× ${floor})`)
  for (const { name, microseconds, timesFloor } of candidates) {
    const time = `${format(microseconds.median)} µs`
    console.log(
      `  ${name.padEnd(58)} ${time.padStart(12)}  ${format(timesFloor.median).padStart(8)} × ${range(timesFloor)}`,
    )
  }
}

function printVerdict({ row, candidate, over, most, unit = '×', ratio, holds }: Verdict): void {
  const figure = `${format(ratio.median)} ${unit} ${range(ratio)}`
  console.log(
    `  ${holds ? 'holds ' : 'MISSED'} ${row.padEnd(3)} ${candidate} / ${over}: ${figure}, target ≤ ${format(most)}`,
  )
}

function range({ p10, p90 }: Spread): string {
  return `(${format(p10)}–${format(p90)})`
}

/** Three digits are more than such figures are worth, but ratios to 1 need them. */
export function format(figure: number): string {
  if (figure >= 100) return figure.toFixed(0)
  if (figure >= 10) return figure.toFixed(1)
  return figure.toFixed(figure >= 0.1 ? 2 : 4)
}
