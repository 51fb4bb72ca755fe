import { includes } from './code-point-set.js'
import type { Instruction, Program } from './backtrack-program.js'
import { WORD } from './named-sets.js'
import type { Dialect } from './syntax-tree.js'

/**
 * How many steps one search may take, and as many more for each character. Only back-references and look-arounds in loops
 * come near it.
 */
const MAX_STEPS = 5_000_000
const STEPS_PER_CHARACTER = 100

/** The search took too many steps. */
export class StepLimitError extends Error {
  constructor() {
    super('the match takes too many steps')
    this.name = 'StepLimitError'
  }
}

/** One search: what does not change while the machine runs. */
export interface Search {
  readonly text: string
  readonly dialect: Dialect
  /** Where the search before ended, for `\G`. */
  lastEnd: number
  /** Of all matches that are sought in the text together. */
  steps: number
  /** For each look-around or atomic group, where its splits are known to fail. */
  readonly failures: Map<Program, Set<number>>
}

interface Job {
  readonly pc: number
  readonly at: number
  /** A slot to set back to `at` instead of a place to go on from; -1 for none. */
  readonly slot: number
}

/**
 * Runs a program from one position, trying alternatives in their order. Without back-references no split is tried twice at
 * one position, which makes the whole search linear: `failed` remembers them, over several starts too.
 *
 * @param wantedEnd where the match must end; -1 for anywhere
 * @returns the slots, or undefined for no match
 * @throws {StepLimitError}
 */
export function runProgram(
  program: Program,
  search: Search,
  start: number,
  wantedEnd: number,
  failed: Set<number>,
  outer?: readonly number[],
  known?: ReadonlySet<number>,
): number[] | undefined {
  const slots = outer === undefined ? Array.from({ length: program.slots }, () => -1) : [...outer]
  const jobs: Job[] = [{ pc: 0, at: start, slot: -1 }]
  for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
    if (job.slot !== -1) {
      slots[job.slot] = job.at
      continue
    }
    const end = follow(program, search, job, wantedEnd, failed, known, slots, jobs)
    if (end !== -1) {
      slots[0] = start
      slots[1] = end
      return slots
    }
  }
  return undefined
}

/** Follows one way until it fails (-1) or matches; what else could be tried goes onto the jobs. */
function follow(
  program: Program,
  search: Search,
  job: Job,
  wantedEnd: number,
  failed: Set<number>,
  known: ReadonlySet<number> | undefined,
  slots: number[],
  jobs: Job[],
): number {
  let { pc, at } = job
  for (;;) {
    if (++search.steps > MAX_STEPS + STEPS_PER_CHARACTER * search.text.length) throw new StepLimitError()
    const instruction = program.instructions[pc]
    if (instruction === undefined) return -1
    switch (instruction.op) {
      case 'match':
        return wantedEnd === -1 || at === wantedEnd ? at : -1
      case 'jump':
        pc = instruction.to
        break
      case 'split': {
        const key = at * program.instructions.length + pc
        if (program.remembers && (failed.has(key) || known?.has(key) === true)) return -1
        failed.add(key)
        jobs.push({ pc: instruction.second, at, slot: -1 })
        pc = instruction.first
        break
      }
      case 'save':
        jobs.push({ pc: 0, at: slots[instruction.slot] ?? -1, slot: instruction.slot })
        slots[instruction.slot] = at
        pc++
        break
      case 'progress':
        pc = slots[instruction.slot] === at ? instruction.exit : pc + 1
        break
      default: {
        at = advance(instruction, search, at, slots, jobs)
        if (at === -1) return -1
        pc++
      }
    }
  }
}

type Consuming = Extract<Instruction, { op: 'set' | 'assert' | 'look' | 'atomic' | 'back' }>

/** The position behind an instruction that takes or looks at text; -1 when it does not fit. */
function advance(instruction: Consuming, search: Search, at: number, slots: number[], jobs: Job[]): number {
  switch (instruction.op) {
    case 'set': {
      const codePoint = search.text.codePointAt(at)
      if (codePoint === undefined || !includes(instruction.set, codePoint)) return -1
      return at + (codePoint > 0xffff ? 2 : 1)
    }
    case 'assert':
      return holds(instruction, search, at) ? at : -1
    case 'back':
      return backReference(instruction, search, at, slots)
    case 'atomic': {
      const inner = runInner(instruction.program, search, at, slots)
      if (inner === undefined) return -1
      keep(inner, slots, jobs)
      return inner[1] ?? -1
    }
    default: {
      const inner = lookAround(instruction, search, at, slots)
      if ((inner === undefined) !== instruction.negative) return -1
      if (inner !== undefined) keep(inner, slots, jobs)
      return at
    }
  }
}

/**
 * Runs a look-ahead's or atomic group's own program. What failed there once fails for every later start too, so that groups
 * in loops, or tried at each position of a text, stay linear as long as they fail.
 */
function runInner(program: Program, search: Search, at: number, slots: readonly number[]): number[] | undefined {
  const known = search.failures.get(program) ?? new Set()
  search.failures.set(program, known)
  const fresh = new Set<number>()
  const found = runProgram(program, search, at, -1, fresh, slots, known)
  if (found === undefined) for (const key of fresh) known.add(key)
  return found
}

/** Takes over what groups captured inside, so that going back undoes it. */
function keep(inner: readonly number[], slots: number[], jobs: Job[]): void {
  for (let slot = 2; slot < inner.length; slot++) {
    if (slots[slot] === inner[slot]) continue
    jobs.push({ pc: 0, at: slots[slot] ?? -1, slot })
    slots[slot] = inner[slot] ?? -1
  }
}

function lookAround(
  { program, reach }: Extract<Instruction, { op: 'look' }>,
  search: Search,
  at: number,
  slots: readonly number[],
): number[] | undefined {
  const [min, max] = reach
  if (max === -1) return runInner(program, search, at, slots)
  // Code points may take two places each.
  for (let start = at - min; start >= Math.max(0, at - 2 * max); start--) {
    const found = runProgram(program, search, start, at, new Set(), slots)
    if (found !== undefined) return found
  }
  return undefined
}

function backReference(
  { index, ignoreCase }: Extract<Instruction, { op: 'back' }>,
  { text, dialect }: Search,
  at: number,
  slots: readonly number[],
): number {
  const [start = -1, end = -1] = slots.slice(2 * index, 2 * index + 2)
  // A group that took no part fails in Java and is empty in ECMA 262.
  if (start === -1 || end === -1) return dialect === 'ecma' ? at : -1
  const length = end - start
  const [wanted, found] = [text.slice(start, end), text.slice(at, at + length)]
  if (wanted === found) return at + length
  return ignoreCase && wanted.toLowerCase() === found.toLowerCase() ? at + length : -1
}

function isTerminator(text: string, at: number, onlyNewline: boolean): boolean {
  const code = text.charCodeAt(at)
  if (code === 0x0a) return true
  return !onlyNewline && (code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029)
}

/** Whether CR and LF stand around the position, which is no end of a line. */
function splitsPair(text: string, at: number): boolean {
  return text[at - 1] === '\r' && text[at] === '\n'
}

function holds({ anchor, onlyNewline }: Extract<Instruction, { op: 'assert' }>, search: Search, at: number): boolean {
  const { text } = search
  switch (anchor) {
    case 'start':
      return at === 0
    case 'very-end':
      return at === text.length
    case 'last-match':
      return at === search.lastEnd
    case 'end-of-text': {
      if (at === text.length) return true
      const left = text.length - at
      if (left === 2 && !onlyNewline && text.endsWith('\r\n')) return true
      return left === 1 && isTerminator(text, at, onlyNewline) && (onlyNewline || !splitsPair(text, at))
    }
    case 'line-start':
      // Never at the end, neither behind a last terminator nor in an empty text.
      if (at === text.length || at === 0) return at < text.length
      return isTerminator(text, at - 1, onlyNewline) && (onlyNewline || !splitsPair(text, at))
    case 'line-end':
      return at === text.length || (isTerminator(text, at, onlyNewline) && (onlyNewline || !splitsPair(text, at)))
    default:
      return (isWord(search, at - 1) !== isWord(search, at)) === (anchor === 'word-boundary')
  }
}

const UNICODE_WORD = /[\p{L}\p{Nd}_]/u

// Java's boundary (up to 18) knows all letters and digits, though its `\w` does not.
function isWord({ text, dialect }: Search, at: number): boolean {
  const code = text.charCodeAt(at)
  if (Number.isNaN(code)) return false
  if (code < 0x80 || dialect === 'ecma') return includes(WORD, code)
  return UNICODE_WORD.test(text[at] ?? '')
}
