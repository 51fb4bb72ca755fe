import { TemplateFault } from '../errors.js'
import type { Statement } from '../tree.js'
import type { JavaMap } from '../values/java-values.js'
import { HostObject, isMap, JavaCollection, JavaIterator } from '../values/java-values.js'
import { mapGet, mapKeys, mapSize, mapValues } from '../values/maps.js'
import { lowerExpression } from './expressions.js'
import { ForeachScope } from './foreach-scope.js'
import type { Ending, Frame, Run } from './frame.js'
import { BREAK, DONE, Interruption, STOP } from './frame.js'
import { countIteration } from './limits.js'
import type { Lowering } from './lowering.js'

type Loop = Extract<Statement, { type: 'foreach' }>

/** A loop ends silently after this many items (documented number). */
const MAX_ITERATIONS = 1000

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
    const walk = walkOver(source, lowering.mayResizeMaps)
    if (walk === undefined) return DONE
    slots ??= {
      element,
      count: lowering.find('velocityCount') ?? NO_SLOT,
      hasNext: lowering.find('velocityHasNext') ?? NO_SLOT,
      scope: lowering.find('foreach') ?? NO_SLOT,
    }
    return runLoop(frame, walk, run, slots)
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

/** What a loop walks over. */
interface Walk {
  readonly items: readonly unknown[]
  /** The map whose size must not change on the way; undefined: nothing in the template can change it. */
  readonly watched: JavaMap | undefined
  /** The map whose keys the items are, as its values are read when their turn comes. */
  readonly live: JavaMap | undefined
}

/** Lists, the values of maps, iterators can be walked over; nothing else. */
function walkOver(source: unknown, mayChangeMaps: boolean): Walk | undefined {
  if (typeof source !== 'object' || source === null) return undefined
  if (isMap(source)) {
    return mayChangeMaps
      ? { items: mapKeys(source), watched: source, live: source }
      : { items: mapValues(source), watched: undefined, live: undefined }
  }
  const items = itemsOf(source)
  if (items === undefined) return undefined
  return { items, watched: source instanceof JavaCollection ? source.owner : undefined, live: undefined }
}

function itemsOf(source: object): readonly unknown[] | undefined {
  if (Array.isArray(source)) return source
  if (source instanceof JavaIterator) return source.items.slice(source.at)
  const items = source instanceof HostObject ? source.items() : undefined
  return items === undefined ? undefined : [...items]
}

function runLoop(frame: Frame, { items, watched, live }: Walk, body: Run, slots: LoopSlots): Ending {
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
    vars[element] = live === undefined ? items[at] : mapGet(live, items[at])
    if (count !== NO_SLOT) vars[count] = at + 1
    if (hasNext !== NO_SLOT) vars[hasNext] = isMore
    if (foreach !== undefined) {
      foreach.position = at
      foreach.hasNext = isMore
    }
    countIteration(frame)
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

function changedWhileLooping(): TemplateFault {
  return new TemplateFault('java.util.ConcurrentModificationException: a loop changes what it walks over')
}
