import { TemplateFault } from '../errors.js'
import type { Statement } from '../tree.js'
import type { JavaMap } from '../values/java-values.js'
import { HostObject, isMap, JavaCollection, JavaIterator } from '../values/java-values.js'
import { mapSize, mapValues } from '../values/maps.js'
import { lowerExpression } from './expressions.js'
import { ForeachScope } from './foreach-scope.js'
import type { Ending, Frame, Run } from './frame.js'
import { BREAK, DONE, Interruption, STOP } from './frame.js'
import type { Lowering } from './lowering.js'

type Loop = Extract<Statement, { type: 'foreach' }>

/** A loop ends silently after this many items (documented number). */
const MAX_ITERATIONS = 1000
/** All loops of a rendering together, nested ones multiplied; it bounds the time a template can take. */
const MAX_TOTAL_ITERATIONS = 10_000_000

const NO_SLOT = -1

interface LoopSlots {
  readonly element: number
  readonly count: number
  readonly hasNext: number
  readonly scope: number
}

/** What the loop's variables were before. */
type Saved = { readonly [Slot in Exclude<keyof LoopSlots, 'scope'>]: unknown }

/** Lowers `#foreach`. */
export function lowerLoop(loop: Loop, body: Run, lowering: Lowering): Run {
  const element = lowering.slotOf(loop.variable)
  const evaluate = lowerExpression(loop.source, lowering)
  const run = lowering.mayInterrupt ? catchInterruptions(body) : body
  let slots: LoopSlots | undefined
  return (frame) => {
    const source = evaluate(frame)
    const items = itemsOf(source)
    if (items === undefined) return DONE
    slots ??= {
      element,
      count: lowering.find('velocityCount') ?? NO_SLOT,
      hasNext: lowering.find('velocityHasNext') ?? NO_SLOT,
      scope: lowering.find('foreach') ?? NO_SLOT,
    }
    return runLoop(frame, lowering.mayResizeMaps ? watchedMap(source) : undefined, items, run, slots)
  }
}

/** Makes a `#break` in a string or block an ending of the body. */
export function catchInterruptions(body: Run): Run {
  return (frame) => {
    try {
      return body(frame)
    } catch (error) {
      if (error instanceof Interruption) return error.ending
      throw error
    }
  }
}

/** What a loop walks over: lists, the values of maps, iterators; nothing else. */
function itemsOf(source: unknown): readonly unknown[] | undefined {
  if (typeof source !== 'object' || source === null) return undefined
  if (Array.isArray(source)) return source
  if (isMap(source)) return mapValues(source)
  if (source instanceof JavaIterator) return source.items.slice(source.at)
  const items = source instanceof HostObject ? source.items() : undefined
  return items === undefined ? undefined : [...items]
}

function runLoop(
  frame: Frame,
  watched: JavaMap | undefined,
  items: readonly unknown[],
  body: Run,
  slots: LoopSlots,
): Ending {
  const { vars } = frame
  const { element, count, hasNext, scope } = slots
  const saved: Saved = {
    element: vars[element],
    count: count === NO_SLOT ? undefined : vars[count],
    hasNext: hasNext === NO_SLOT ? undefined : vars[hasNext],
  }
  const foreach = scope === NO_SLOT ? undefined : new ForeachScope(vars[scope])
  if (foreach !== undefined) vars[scope] = foreach
  const size = items.length
  let ending: Ending = DONE
  for (let at = 0; at !== items.length && at < MAX_ITERATIONS; at++) {
    if (items.length !== size || (watched !== undefined && mapSize(watched) !== size)) throw changedWhileLooping()
    const isMore = at + 1 !== size
    vars[element] = items[at]
    if (count !== NO_SLOT) vars[count] = at + 1
    if (hasNext !== NO_SLOT) vars[hasNext] = isMore
    if (foreach !== undefined) {
      foreach.position = at
      foreach.hasNext = isMore
    }
    checkLimits(frame)
    ending = body(frame)
    if (ending !== DONE) break
  }
  restore(vars, slots, saved)
  return ending === STOP ? STOP : ending === BREAK ? DONE : ending
}

/** Afterwards the variables are what they were before. */
function restore(vars: unknown[], slots: LoopSlots, saved: Saved): void {
  vars[slots.element] = saved.element
  if (slots.count !== NO_SLOT) vars[slots.count] = saved.count
  if (slots.hasNext !== NO_SLOT) vars[slots.hasNext] = saved.hasNext
  if (slots.scope === NO_SLOT) return
  // A template that sets `$foreach` to something else keeps it.
  const scope = vars[slots.scope]
  if (scope instanceof ForeachScope) vars[slots.scope] = scope.outer
}

/** The map whose size must not change while one walks over it. */
function watchedMap(source: unknown): JavaMap | undefined {
  if (source instanceof JavaCollection) return source.owner
  return isMap(source) ? source : undefined
}

function changedWhileLooping(): TemplateFault {
  return new TemplateFault('java.util.ConcurrentModificationException: a loop changes what it walks over')
}

function checkLimits(frame: Frame): void {
  if (++frame.loops > MAX_TOTAL_ITERATIONS) throw new TemplateFault(`more than ${MAX_TOTAL_ITERATIONS} iterations`)
  if (frame.out.length > frame.limit) throw new TemplateFault(`the output is longer than ${frame.limit} characters`)
}
