import type { Output } from '../tree.js'
import { print } from '../values/print.js'
import { DefinedBlock } from './block.js'
import { isPlainObject, readProperty } from './access.js'
import type { Evaluate, Frame } from './frame.js'
import type { Lowering } from './lowering.js'
import { lowerReference, safePropertyOf } from './references.js'

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
  const name = safePropertyOf(reference)
  return name === undefined ? undefined : { slot: lowering.slotOf(reference.name), name }
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

/** A value with the text before it. */
interface Piece {
  readonly before: string
  /** Undefined: the property `name` of the variable in `slot`. */
  readonly evaluate: Evaluate | undefined
  readonly slot: number
  readonly name: string
}

/** Answers a text with more behind it. */
export type Append = (frame: Frame, text: string) => string

/** One function that appends the whole text of the parts. */
export function joinParts(parts: readonly Part[]): Append {
  const pieces: Piece[] = []
  let before = ''
  for (const part of mergeTexts(parts)) {
    if (typeof part === 'string') before = part
    else {
      pieces.push(
        typeof part === 'function'
          ? { before, evaluate: part, slot: -1, name: '' }
          : { before, evaluate: undefined, ...part },
      )
      before = ''
    }
  }
  return pieces.length === 0 ? (_frame, text) => text + before : joinPieces(pieces, before)
}

// Each value is appended to the whole text so far: a text that grows at its end alone is the quickest to put in one piece.
function joinPieces(pieces: readonly Piece[], after: string): Append {
  const count = pieces.length
  return (frame, start) => {
    const { vars } = frame
    let text = start
    // The object read last, once it has turned out to be a plain one: mostly the next piece reads the same.
    let plain: Record<string, unknown> | undefined
    for (let at = 0; at < count; at++) {
      const { before, evaluate, slot, name } = pieces[at] as Piece
      let value: unknown
      if (evaluate !== undefined) value = evaluate(frame)
      else {
        const target = vars[slot]
        if (target !== undefined && target === plain) value = plain[name]
        else if (isPlainObject(target)) value = (plain = target)[name]
        else value = readProperty(target, name)
      }
      text = text + before + (typeof value === 'string' ? value : print(value))
    }
    return text + after
  }
}
