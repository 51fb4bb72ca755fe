import type { CodePointSet } from './code-point-set.js'
import { JavaRegexError } from './java-regex-error.js'
import { lengthRange, type Anchor, type ParsedRegex, type RegexNode, type RepeatMode } from './syntax-tree.js'

/** One step of the backtracking machine; `next` and the like are positions in the program. */
export type Instruction =
  | { readonly op: 'set'; readonly set: CodePointSet }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly anchor: Anchor; readonly onlyNewline: boolean }
  | {
      readonly op: 'look'
      readonly program: Program
      readonly reach: readonly [number, number]
      readonly negative: boolean
    }
  | { readonly op: 'atomic'; readonly program: Program }
  | { readonly op: 'back'; readonly index: number; readonly ignoreCase: boolean }
  /** Leaves a loop whose last round took nothing. */
  | { readonly op: 'progress'; readonly slot: number; exit: number }
  | { readonly op: 'match' }

/** A compiled expression. */
export interface Program {
  readonly instructions: readonly Instruction[]
  /** How many positions a run keeps: two for each group and the whole, then one for each loop that can take nothing. */
  readonly slots: number
  /** Whether failing at a place means failing there always: not with back-references, nor with `\G`. */
  readonly remembers: boolean
}

/** Counted repetitions are written out; a pattern that grows past this is refused. */
const MAX_INSTRUCTIONS = 20_000

interface Compiling {
  readonly source: string
  readonly instructions: Instruction[]
  readonly shared: { slots: number; size: number; remembers: boolean }
}

/**
 * Compiles an expression for the backtracking machine.
 * @throws {JavaRegexError} for one that is too large
 */
export function compileProgram(parsed: ParsedRegex, source: string): Program {
  const shared = { slots: 2 * (parsed.groupCount + 1), size: 0, remembers: true }
  const instructions = compilePart(parsed.root, { source, instructions: [], shared })
  return { instructions, slots: shared.slots, remembers: shared.remembers }
}

function compilePart(node: RegexNode, compiling: Compiling): Instruction[] {
  emitNode(node, compiling)
  emit(compiling, { op: 'match' })
  return compiling.instructions
}

function emit({ instructions, shared, source }: Compiling, instruction: Instruction): number {
  if (++shared.size > MAX_INSTRUCTIONS) throw new JavaRegexError(source, 'the pattern is too large')
  return instructions.push(instruction) - 1
}

function inner(node: RegexNode, compiling: Compiling): Program {
  const { source, shared } = compiling
  const instructions = compilePart(node, { source, instructions: [], shared })
  // Slots of parts that come later are of no interest inside.
  return {
    instructions,
    get slots() {
      return shared.slots
    },
    get remembers() {
      return shared.remembers
    },
  }
}

function emitNode(node: RegexNode, compiling: Compiling): void {
  switch (node.kind) {
    case 'set':
      emit(compiling, { op: 'set', set: node.set })
      break
    case 'sequence':
      for (const part of node.parts) emitNode(part, compiling)
      break
    case 'choice':
      emitChoice(node.branches, compiling)
      break
    case 'repeat':
      if (node.mode === 'possessive') emitAtomic({ ...node, mode: 'greedy' }, compiling)
      else emitRepeat(node.part, node.min, node.max, node.mode, compiling)
      break
    case 'group':
      emit(compiling, { op: 'save', slot: 2 * node.index })
      emitNode(node.part, compiling)
      emit(compiling, { op: 'save', slot: 2 * node.index + 1 })
      break
    case 'atomic':
      emitAtomic(node.part, compiling)
      break
    case 'anchor':
      if (node.anchor === 'last-match') compiling.shared.remembers = false
      emit(compiling, { op: 'assert', anchor: node.anchor, onlyNewline: node.onlyNewline })
      break
    case 'back-reference':
      compiling.shared.remembers = false
      emit(compiling, { op: 'back', index: node.index, ignoreCase: node.ignoreCase })
      break
    default: {
      const reach = node.behind ? lengthRange(node.part) : ([0, 0] as const)
      emit(compiling, {
        op: 'look',
        program: inner(node.part, compiling),
        reach: node.behind ? reach : [-1, -1],
        negative: node.negative,
      })
    }
  }
}

function emitAtomic(part: RegexNode, compiling: Compiling): void {
  emit(compiling, { op: 'atomic', program: inner(part, compiling) })
}

function emitChoice(branches: readonly RegexNode[], compiling: Compiling): void {
  const ends: number[] = []
  for (const [at, branch] of branches.entries()) {
    if (at === branches.length - 1) {
      emitNode(branch, compiling)
      break
    }
    const split = emit(compiling, { op: 'split', first: compiling.instructions.length + 1, second: 0 })
    emitNode(branch, compiling)
    ends.push(emit(compiling, { op: 'jump', to: 0 }))
    patch(compiling, split, 'second', compiling.instructions.length)
  }
  for (const end of ends) patch(compiling, end, 'to', compiling.instructions.length)
}

function patch(
  { instructions }: Compiling,
  at: number,
  field: 'first' | 'second' | 'to' | 'exit',
  target: number,
): void {
  const instruction = instructions[at]
  if (instruction?.op === 'split' && (field === 'first' || field === 'second')) instruction[field] = target
  else if (instruction?.op === 'jump') instruction.to = target
  else if (instruction?.op === 'progress') instruction.exit = target
}

function emitRepeat(part: RegexNode, min: number, max: number, mode: RepeatMode, compiling: Compiling): void {
  for (let count = 0; count < min; count++) emitNode(part, compiling)
  if (max === Infinity) return emitLoop(part, mode, compiling)
  const splits: number[] = []
  for (let count = min; count < max; count++) {
    splits.push(emitSplit(mode, compiling))
    emitNode(part, compiling)
  }
  for (const split of splits) patchExit(split, mode, compiling)
}

/** A choice between going on, which the next instruction does, and an exit that {@link patchExit} fills in. */
function emitSplit(mode: RepeatMode, compiling: Compiling): number {
  const next = compiling.instructions.length + 1
  return emit(compiling, { op: 'split', first: next, second: next })
}

function patchExit(split: number, mode: RepeatMode, compiling: Compiling): void {
  patch(compiling, split, mode === 'lazy' ? 'first' : 'second', compiling.instructions.length)
}

function emitLoop(part: RegexNode, mode: RepeatMode, compiling: Compiling): void {
  const split = emitSplit(mode, compiling)
  const canBeEmpty = lengthRange(part)[0] === 0
  const slot = compiling.shared.slots
  if (canBeEmpty) {
    compiling.shared.slots++
    emit(compiling, { op: 'save', slot })
  }
  emitNode(part, compiling)
  const progress = canBeEmpty ? emit(compiling, { op: 'progress', slot, exit: 0 }) : -1
  emit(compiling, { op: 'jump', to: split })
  patchExit(split, mode, compiling)
  if (progress !== -1) patch(compiling, progress, 'exit', compiling.instructions.length)
}
