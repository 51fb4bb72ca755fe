import { areDisjoint, onlyMember, type CodePointSet } from './code-point-set.js'
import type { RegexNode } from './syntax-tree.js'

/** A quantified set: what simple patterns are made of. */
interface Item {
  readonly set: CodePointSet
  readonly min: number
  readonly max: number
}

/** So many characters of fixed parts may be tried at each position of a text. */
const MAX_FIXED = 256

/** The text that a pattern without any operator stands for; undefined for other patterns. */
export function literalText(node: RegexNode): string | undefined {
  const parts = node.kind === 'sequence' ? node.parts : [node]
  let text = ''
  for (const part of parts) {
    const codePoint = part.kind === 'set' ? onlyMember(part.set) : undefined
    if (codePoint === undefined) return undefined
    text += String.fromCodePoint(codePoint)
  }
  return text
}

/** The texts of a choice between literals, also in one group; undefined for other patterns. */
export function literalChoice(node: RegexNode): string[] | undefined {
  const inner = node.kind === 'group' ? node.part : node
  const branches = inner.kind === 'choice' ? inner.branches : [inner]
  const texts = branches.map(literalText)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** For `.*text.*`, which asks whether a text holds another: that text, and what `.` stands for. */
export function containedText(node: RegexNode): { readonly text: string; readonly dot: CodePointSet } | undefined {
  if (node.kind !== 'sequence' || node.parts.length < 3) return undefined
  const [first, last] = [anyRun(node.parts[0]), anyRun(node.parts.at(-1))]
  if (first === undefined || last === undefined || first.join() !== last.join()) return undefined
  const text = literalText({ kind: 'sequence', parts: node.parts.slice(1, -1) })
  return text === undefined ? undefined : { text, dot: first }
}

function anyRun(node: RegexNode | undefined): CodePointSet | undefined {
  if (node?.kind !== 'repeat' || node.min !== 0 || node.max !== Infinity || node.mode === 'possessive') return undefined
  return node.part.kind === 'set' ? node.part.set : undefined
}

/**
 * Whether the platform's backtracking engine takes linear time to match a whole text, so that it needs no other: each
 * quantified set ends where the next part cannot begin with it, or is the last one, with only fixed parts behind.
 */
export function isLinearWhole(node: RegexNode): boolean {
  const branches = node.kind === 'choice' ? node.branches : [node]
  return branches.length <= 32 && branches.every((branch) => isLinearSequence(flatten(branch)))
}

/** Whether that engine takes linear time to search: only fixed parts, or a single quantified set that always succeeds. */
export function isLinearSearch(node: RegexNode): boolean {
  const branches = node.kind === 'choice' ? node.branches : [node]
  if (branches.length > 32) return false
  const items = branches.map(flatten)
  if (items.every((branch) => branch !== undefined && fixedLength(branch) <= MAX_FIXED)) return true
  const [only] = items
  return items.length === 1 && only?.length === 1 && (only[0]?.min ?? 2) <= 1
}

function fixedLength(items: readonly Item[]): number {
  return items.reduce((total, { min, max }) => total + (min === max ? min : Infinity), 0)
}

/** The quantified sets of a sequence, through groups; undefined where there is anything else. */
function flatten(node: RegexNode): Item[] | undefined {
  switch (node.kind) {
    case 'set':
      return [{ set: node.set, min: 1, max: 1 }]
    case 'group':
      return flatten(node.part)
    case 'repeat':
      if (node.part.kind !== 'set' || node.mode === 'possessive') return undefined
      return [{ set: node.part.set, min: node.min, max: node.max }]
    case 'sequence': {
      const items = node.parts.map(flatten)
      return items.every((part) => part !== undefined) ? items.flat() : undefined
    }
    case 'anchor':
      return node.anchor === 'start' || node.anchor === 'very-end' || node.anchor === 'end-of-text' ? [] : undefined
    default:
      return undefined
  }
}

function isLinearSequence(items: readonly Item[] | undefined): boolean {
  if (items === undefined) return false
  return items.every((item, at) => {
    if (item.min === item.max) return true
    const rest = items.slice(at + 1)
    return fixedLength(rest) <= MAX_FIXED || endsClearly(item, rest)
  })
}

/** Whether nothing that can follow the item begins with a character of it. */
function endsClearly(item: Item, rest: readonly Item[]): boolean {
  for (const next of rest) {
    if (next.max === 0) continue
    if (!areDisjoint(item.set, next.set)) return false
    if (next.min > 0) return true
  }
  return true
}
