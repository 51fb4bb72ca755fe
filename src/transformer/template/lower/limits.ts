import { TemplateFault } from '../errors.js'
import type { Frame } from './frame.js'

/**
 * What a rendering may do in all, in iterations of its loops, nested ones multiplied. Work on long texts and lists counts
 * as so many iterations more, so that this bounds the time whatever the payload holds.
 */
const MAX_WORK = 10_000_000

/** Counts one iteration of a loop. @throws TemplateFault past the limits */
export function countIteration(frame: Frame): void {
  if (++frame.work > MAX_WORK) throw tooMuch()
  if (frame.out.length > frame.limit) throw new TemplateFault(`the output is longer than ${frame.limit} characters`)
}

/** Counts what a method call costs beyond the call itself. @throws TemplateFault past the limit */
export type Charge = (frame: Frame, target: unknown, argument: unknown) => void

/** Characters or pairs of items that cost about as much as an iteration; regular expressions take longer. */
const CHEAP_CHARACTERS = 16
const MATCHED_CHARACTERS = 4
/** Below this nothing is counted. */
const LONG_TEXT = 1024
const LONG_LIST = 64

/** Methods whose time does not depend on how long their target is. */
const CONSTANT_TIME: ReadonlySet<string> = new Set([
  'add',
  'charAt',
  'codePointAt',
  'containsKey',
  'get',
  'getOrDefault',
  'isEmpty',
  'length',
  'put',
  'set',
  'size',
  'startsWith',
  'endsWith',
  'substring',
])
const MATCHING: ReadonlySet<string> = new Set(['matches', 'replaceAll', 'replaceFirst', 'split'])

/** How calls of a method are charged; undefined: not at all. */
export function chargeFor(method: string): Charge | undefined {
  if (CONSTANT_TIME.has(method)) return undefined
  const characters = MATCHING.has(method) ? MATCHED_CHARACTERS : CHEAP_CHARACTERS
  return (frame, target, argument) => {
    if (typeof target === 'string') chargeText(frame, target, characters)
    else if (Array.isArray(target) && target.length >= LONG_LIST) {
      const items = Array.isArray(argument) ? argument.length : 1
      charge(frame, (target.length * items) / CHEAP_CHARACTERS)
    }
  }
}

/** Counts the making of a long text. */
export function chargeText(frame: Frame, text: unknown, characters: number = CHEAP_CHARACTERS): void {
  if (typeof text === 'string' && text.length >= LONG_TEXT) charge(frame, text.length / characters)
}

function charge(frame: Frame, work: number): void {
  frame.work += Math.floor(work)
  if (frame.work > MAX_WORK) throw tooMuch()
}

function tooMuch(): TemplateFault {
  return new TemplateFault(`the template does more than ${MAX_WORK} iterations' work`)
}
