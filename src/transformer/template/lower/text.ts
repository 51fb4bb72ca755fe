import type { Output } from '../tree.js'
import { print } from '../values/print.js'
import { DefinedBlock } from './block.js'
import { readSafeProperty } from './access.js'
import type { Evaluate, Print } from './frame.js'
import type { Lowering } from './lowering.js'
import { lowerReference } from './references.js'

/** `$item.name`: most of what templates print. */
interface PropertyPart {
  readonly slot: number
  readonly name: string
}

/** Literal text, or a value to print. */
export type Part = string | Evaluate | PropertyPart

/** Lowers a reference in the text. */
export function lowerOutput(output: Output, lowering: Lowering): Part[] {
  const { literal, escaped, reference } = output
  const before = output.backslashes + output.prefix
  const read = lowerReference(reference, lowering)
  if (escaped) {
    // It prints as written, but the engine has looked it up: methods in it are called.
    const calls = reference.steps.some((step) => step.type !== 'property')
    return calls ? [before + literal, (frame) => (read(frame), '')] : [before + literal]
  }
  if (!lowering.mayInterrupt) return [before, propertyPart(output, lowering) ?? read]
  const tooDeep = output.backslashes + before + (literal.startsWith('$!') ? '' : literal)
  return [
    (frame) => {
      const value = read(frame)
      // A block prints without what stands before it, unless it is inside of itself too often.
      return value instanceof DefinedBlock ? (value.print() ?? tooDeep) : before + print(value)
    },
  ]
}

function propertyPart({ reference }: Output, lowering: Lowering): PropertyPart | undefined {
  const [step, more] = reference.steps
  if (step?.type !== 'property' || more !== undefined || step.name in Object.prototype) return undefined
  if (reference.name === 'context') return undefined
  return { slot: lowering.slotOf(reference.name), name: step.name }
}

/** Joins neighbouring literal texts. */
export function mergeTexts(parts: readonly Part[]): Part[] {
  const merged: Part[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part
    else if (part !== '') merged.push(part)
  }
  return merged
}

/** A text, a value and the text behind it, made in one expression. */
function lowerPair(before: string, value: Evaluate | PropertyPart, after: string): Print {
  if (typeof value !== 'function') return lowerPropertyPair(before, value, after)
  return (frame) => {
    const printed = value(frame)
    return before + (typeof printed === 'string' ? printed : print(printed)) + after
  }
}

function lowerPropertyPair(before: string, { slot, name }: PropertyPart, after: string): Print {
  return (frame) => {
    const printed = readSafeProperty(frame.vars[slot], name)
    return before + (typeof printed === 'string' ? printed : print(printed)) + after
  }
}

/** One function that makes the whole text of the parts. */
export function joinParts(parts: readonly Part[]): Print {
  const merged = mergeTexts(parts)
  const prints: Print[] = []
  let before = ''
  for (const [at, part] of merged.entries()) {
    if (typeof part === 'string') {
      before = part
      continue
    }
    // A text belongs to the reference behind it; only the last one has none.
    const next = merged[at + 1]
    prints.push(lowerPair(before, part, at + 2 === merged.length && typeof next === 'string' ? next : ''))
    before = ''
  }
  return prints.length === 0 ? () => before : joinPrints(prints)
}

function joinPrints(prints: readonly Print[]): Print {
  const [a, b, c, d] = prints
  if (a === undefined) return () => ''
  if (b === undefined) return a
  if (c === undefined) return (frame) => a(frame) + b(frame)
  if (d === undefined) return (frame) => a(frame) + b(frame) + c(frame)
  const first: Print = (frame) => a(frame) + b(frame) + c(frame) + d(frame)
  if (prints.length === 4) return first
  const rest = joinPrints(prints.slice(4))
  return (frame) => first(frame) + rest(frame)
}
