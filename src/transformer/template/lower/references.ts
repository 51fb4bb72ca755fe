import type { JsonPath } from '../../../jsonpath/index.js'
import { compilePath } from '../../../jsonpath/index.js'
import { callWith, createDispatch, methodOf } from '../methods/dispatch.js'
import { ContextNode } from '../objects/context.js'
import { InputObject } from '../objects/input.js'
import { utilMethod, utilObject } from '../objects/util.js'
import type { Expression, Reference, Step } from '../tree.js'
import { HostObject } from '../values/java-values.js'
import { readIndex, readProperty, readSafeProperty } from './access.js'
import { ForeachScope } from './foreach-scope.js'
import type { Evaluate, Test } from './frame.js'
import { chargeFor, chargeText } from './limits.js'
import type { Lowering } from './lowering.js'

type Method = Extract<Step, { type: 'method' }>

/** Lowers a reference; it gives undefined or null where there is no value. */
export function lowerReference(reference: Reference, lowering: Lowering): Evaluate {
  return lowerSteps(reference, reference.steps, lowering)
}

/** Lowers a reference to its value, the empty string where there is none. */
export function lowerReferenceValue(reference: Reference, lowering: Lowering): Evaluate {
  const read = lowerReference(reference, lowering)
  const name = safePropertyOf(reference)
  if (name === undefined) return (frame) => read(frame) ?? ''
  // One call less for what templates are made of.
  const slot = lowering.slotOf(reference.name)
  return (frame) => readSafeProperty(frame.vars[slot], name) ?? ''
}

/** Lowers a reference to a condition: everything but `false` is true. */
export function lowerReferenceTest(reference: Reference, lowering: Lowering): Test {
  const read = lowerReference(reference, lowering)
  const slot = lowering.slotOf(reference.name)
  if (safePropertyOf(reference) !== 'hasNext') return (frame) => read(frame) !== false
  return (frame) => {
    const target = frame.vars[slot]
    return target instanceof ForeachScope ? target.hasNext : read(frame) !== false
  }
}

/**
 * The name of the only property of `$name.property`, where reading it needs no care: no JavaScript object inherits it, and
 * the variable is not `$context`.
 */
export function safePropertyOf({ name, steps }: Reference): string | undefined {
  const [step, more] = steps
  if (step?.type !== 'property' || more !== undefined || name === 'context') return undefined
  return step.name in Object.prototype ? undefined : step.name
}

/** The same with the first steps only. */
export function lowerSteps(reference: Reference, steps: readonly Step[], lowering: Lowering): Evaluate {
  const slot = lowering.slotOf(reference.name)
  if (steps.length !== 1 || steps[0]?.type !== 'property') lowering.expose(reference.name)
  let read: Evaluate = (frame) => frame.vars[slot]
  for (const [at, step] of steps.entries()) {
    const isFirst = at === 0
    if (step.type === 'property')
      read = isFirst ? lowerFirstProperty(reference, step.name, slot) : lowerProperty(read, step.name)
    else if (step.type === 'index') read = lowerIndex(read, step.index, reference.offset, lowering)
    else if (isFirst && reference.name === 'util') read = lowerUtilMethod(slot, read, step, reference.offset, lowering)
    else read = lowerMethod(read, step, reference.offset, lowering)
  }
  return read
}

// `$item.name` is what templates are made of.
function lowerFirstProperty(reference: Reference, name: string, slot: number): Evaluate {
  if (reference.name === 'context') return lowerContextValue(slot, name)
  if (name in Object.prototype) return (frame) => readProperty(frame.vars[slot], name)
  return (frame) => readSafeProperty(frame.vars[slot], name)
}

function lowerContextValue(slot: number, name: string): Evaluate {
  return (frame) => {
    const target = frame.vars[slot]
    return target instanceof ContextNode ? target.index(name) : readProperty(target, name)
  }
}

function lowerProperty(read: Evaluate, name: string): Evaluate {
  const readNext = name in Object.prototype ? readProperty : readSafeProperty
  return (frame) => readNext(read(frame), name)
}

function lowerIndex(read: Evaluate, index: Expression, offset: number, lowering: Lowering): Evaluate {
  const key = lowering.lowerValue(index)
  return (frame) => {
    const target = read(frame)
    if (target === undefined || target === null) return undefined
    const at = key(frame)
    frame.at = offset
    return readIndex(target, at)
  }
}

/** Methods that take a list of arguments at their end. */
const VARIADIC: ReadonlySet<string> = new Set(['format', 'join'])

function lowerMethod(read: Evaluate, step: Method, offset: number, lowering: Lowering): Evaluate {
  const { name, args } = step
  const path = args.length === 1 ? literalOf(args[0]) : undefined
  if (path !== undefined && (name === 'path' || name === 'json')) return lowerPathMethod(read, name, path, offset)
  const values = args.map((argument) => lowering.lowerValue(argument))
  const [first, second] = values
  if (VARIADIC.has(name) || values.length > 2) return lowerCall(read, name, values, offset)
  if (first === undefined) return lowerCall0(read, name, offset)
  return second === undefined ? lowerCall1(read, name, first, offset) : lowerCall2(read, name, first, second, offset)
}

// `$util` is itself unless a template sets it, so its method is found beforehand.
function lowerUtilMethod(slot: number, read: Evaluate, step: Method, offset: number, lowering: Lowering): Evaluate {
  const call = lowerMethod(read, step, offset, lowering)
  const method = utilMethod(step.name)
  const [argument, more] = step.args
  if (method === undefined || argument === undefined || more !== undefined) return call
  const value = lowering.lowerValue(argument)
  const util = utilObject()
  return (frame) => {
    if (frame.vars[slot] !== util) return call(frame)
    const given = value(frame)
    frame.at = offset
    chargeText(frame, given)
    return method(given)
  }
}

function literalOf(expression: Expression | undefined): string | undefined {
  return expression?.type === 'constant' && typeof expression.value === 'string' ? expression.value : undefined
}

// A literal path is compiled once.
function lowerPathMethod(read: Evaluate, name: 'path' | 'json', path: string, offset: number): Evaluate {
  const dispatch = createDispatch(name, 1)
  let compiled: JsonPath | undefined
  return (frame) => {
    const target = read(frame)
    frame.at = offset
    if (!(target instanceof InputObject)) return callWith(dispatch, target, [path])
    compiled ??= compilePath(path)
    if (!compiled.definite) chargeText(frame, target.text)
    if (name === 'path') return target.read(compiled)
    const text = target.json(compiled)
    chargeText(frame, text)
    return text
  }
}

function lowerCall(read: Evaluate, name: string, values: readonly Evaluate[], offset: number): Evaluate {
  const dispatch = createDispatch(name, values.length)
  const charge = chargeFor(name)
  return (frame) => {
    const target = read(frame)
    if (target === undefined || target === null) return undefined
    const args = values.map((value) => value(frame))
    frame.at = offset
    charge?.(frame, target, args[0])
    return callWith(dispatch, target, args)
  }
}

function lowerCall0(read: Evaluate, name: string, offset: number): Evaluate {
  const dispatch = createDispatch(name, 0)
  const charge = chargeFor(name)
  return (frame) => {
    const target = read(frame)
    frame.at = offset
    charge?.(frame, target, undefined)
    if (target instanceof HostObject) return target.call(name, [])
    return methodOf(dispatch, target)?.(target, undefined, undefined, undefined)
  }
}

function lowerCall1(read: Evaluate, name: string, first: Evaluate, offset: number): Evaluate {
  const dispatch = createDispatch(name, 1)
  const charge = chargeFor(name)
  return (frame) => {
    const target = read(frame)
    if (target === undefined || target === null) return undefined
    const argument = first(frame)
    frame.at = offset
    charge?.(frame, target, argument)
    if (target instanceof HostObject) return target.call(name, [argument])
    return methodOf(dispatch, target)?.(target, argument, undefined, undefined)
  }
}

function lowerCall2(read: Evaluate, name: string, first: Evaluate, second: Evaluate, offset: number): Evaluate {
  const dispatch = createDispatch(name, 2)
  const charge = chargeFor(name)
  return (frame) => {
    const target = read(frame)
    if (target === undefined || target === null) return undefined
    const a = first(frame)
    const b = second(frame)
    frame.at = offset
    charge?.(frame, target, a)
    if (target instanceof HostObject) return target.call(name, [a, b])
    return methodOf(dispatch, target)?.(target, a, b, undefined)
  }
}
