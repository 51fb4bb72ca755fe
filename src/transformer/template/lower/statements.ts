import { TemplateFault } from '../errors.js'
import type { Branch, Expression, Reference, Statement } from '../tree.js'
import { checkLength } from '../values/print.js'
import { writeIndex, writeProperty } from './access.js'
import { DefinedBlock, renderText } from './block.js'
import { lowerExpression, lowerTest } from './expressions.js'
import { ForeachScope } from './foreach-scope.js'
import type { Evaluate, Frame, Print, Run, Test } from './frame.js'
import { BREAK, DONE, STOP } from './frame.js'
import { lowerLoop } from './loop.js'
import type { Lowering } from './lowering.js'
import { lowerSteps } from './references.js'
import type { Slots } from './slots.js'
import type { Part } from './text.js'
import { joinParts, lowerOutput, mergeTexts } from './text.js'

/** Lowers a template's statements to one function. */
export function lowerTemplate(statements: readonly Statement[], slots: Slots): Run {
  const lowering: Lowering = {
    ...slots,
    lowerValue: (expression) => lowerExpression(expression, lowering),
    lowerString: (string) => lowerString(string, lowering),
  }
  return lowerStatements(statements, lowering)
}

function lowerStatements(statements: readonly Statement[], lowering: Lowering): Run {
  const runs: Run[] = []
  let parts: Part[] = []
  for (const statement of statements) {
    if (isText(statement) && (!lowering.mayInterrupt || statement.type !== 'if')) {
      parts.push(...lowerText([statement], lowering))
    } else {
      pushParts(runs, parts, lowering)
      parts = []
      runs.push(lowerStatement(statement, lowering))
    }
  }
  pushParts(runs, parts, lowering)
  return sequence(runs)
}

/** Whether the statement does nothing but print. */
function isText(statement: Statement): boolean {
  if (statement.type === 'if') return statement.branches.every(({ body }) => body.every(isText))
  return statement.type === 'text' || statement.type === 'output'
}

function lowerText(statements: readonly Statement[], lowering: Lowering): Part[] {
  const parts: Part[] = []
  for (const statement of statements) {
    if (statement.type === 'text') parts.push(statement.text)
    else if (statement.type === 'output') parts.push(...lowerOutput(statement, lowering))
    else if (statement.type === 'if') parts.push(lowerTextChoice(statement.branches, lowering))
  }
  return parts
}

// `#if($foreach.hasNext),#end` is a value like any other.
function lowerTextChoice(branches: readonly Branch[], lowering: Lowering): Evaluate {
  let otherwise: Evaluate = () => ''
  for (const { condition, body } of branches.toReversed()) {
    const text = printParts(lowerText(body, lowering))
    otherwise = condition === undefined ? text : pick(lowerTest(condition, lowering), text, otherwise)
  }
  return otherwise
}

function printParts(parts: readonly Part[]): Print {
  const merged = mergeTexts(parts)
  const [only = ''] = merged
  if (merged.length < 2 && typeof only === 'string') return () => only
  const append = joinParts(merged)
  return (frame) => append(frame, '')
}

function pick(test: Test, value: Evaluate, otherwise: Evaluate): Evaluate {
  return (frame) => (test(frame) ? value(frame) : otherwise(frame))
}

// All text between two directives is one concatenation. Where a reference can end the template, what stands before it
// must be written first.
function pushParts(runs: Run[], parts: readonly Part[], lowering: Lowering): void {
  const merged = mergeTexts(parts)
  const groups: (readonly Part[])[] = lowering.mayInterrupt ? merged.map((part) => [part]) : [merged]
  for (const group of groups) if (group.length > 0) runs.push(lowerWrite(group))
}

function lowerWrite(parts: readonly Part[]): Run {
  const [only] = parts
  if (parts.length === 1 && typeof only === 'string') {
    return (frame) => {
      frame.out += only
      return DONE
    }
  }
  const append = joinParts(parts)
  return (frame) => {
    frame.out = append(frame, frame.out)
    return DONE
  }
}

function sequence(runs: readonly Run[]): Run {
  const [a, b, c] = runs
  if (a === undefined) return () => DONE
  if (b === undefined) return a
  if (c === undefined) return (frame) => a(frame) || b(frame)
  if (runs.length === 3) return (frame) => a(frame) || b(frame) || c(frame)
  return (frame) => {
    for (let at = 0; at < runs.length; at++) {
      const ending = (runs[at] as Run)(frame)
      if (ending !== DONE) return ending
    }
    return DONE
  }
}

function lowerStatement(statement: Statement, lowering: Lowering): Run {
  switch (statement.type) {
    case 'set':
      return lowerSet(statement.target, lowerExpression(statement.value, lowering), lowering)
    case 'if':
      return lowerIf(statement.branches, lowering)
    case 'foreach':
      return lowerLoop(statement, lowerStatements(statement.body, lowering), lowering)
    case 'define':
      return lowerDefine(lowering.slotOf(statement.name), lowerStatements(statement.body, lowering))
    case 'break':
      return lowerBreak(statement.scope, lowering)
    case 'stop':
      return () => STOP
    case 'fail':
      return (frame) => {
        frame.at = statement.offset
        throw new TemplateFault(statement.reason)
      }
    default:
      return () => DONE
  }
}

// An expression without a value (a division by zero, arithmetic on text) leaves the variable as it is.
function lowerSet(target: Reference, value: Evaluate, lowering: Lowering): Run {
  const slot = lowering.slotOf(target.name)
  const last = target.steps.at(-1)
  const write = last === undefined ? undefined : lowerWriteStep(target, lowering)
  return (frame) => {
    const result = value(frame)
    if (result === null || result === undefined) return DONE
    if (write === undefined) frame.vars[slot] = result
    else write(frame, result)
    return DONE
  }
}

function lowerWriteStep(target: Reference, lowering: Lowering): (frame: Frame, value: unknown) => void {
  const last = target.steps[target.steps.length - 1]
  const parent = lowerSteps(target, target.steps.slice(0, -1), lowering)
  if (last?.type === 'index') {
    const key = lowerExpression(last.index, lowering)
    return (frame, value) => {
      const owner = parent(frame)
      if (owner === undefined || owner === null) return
      const at = key(frame)
      frame.at = target.offset
      writeIndex(owner, at, value)
    }
  }
  const name = last?.name ?? ''
  return (frame, value) => writeProperty(parent(frame), name, value)
}

function lowerIf(branches: readonly Branch[], lowering: Lowering): Run {
  let otherwise: Run = () => DONE
  for (const { condition, body } of branches.toReversed()) {
    const run = lowerStatements(body, lowering)
    otherwise = condition === undefined ? run : choose(lowerTest(condition, lowering), run, otherwise)
  }
  return otherwise
}

function choose(test: Test, run: Run, otherwise: Run): Run {
  return (frame) => (test(frame) ? run(frame) : otherwise(frame))
}

function lowerDefine(slot: number, body: Run): Run {
  return (frame) => {
    frame.vars[slot] = new DefinedBlock(frame, body)
    return DONE
  }
}

function lowerBreak(scope: Expression | undefined, lowering: Lowering): Run {
  if (scope === undefined) return () => BREAK
  const evaluate = lowerExpression(scope, lowering)
  return (frame) => {
    if (evaluate(frame) instanceof ForeachScope) return BREAK
    throw new TemplateFault('`#break` takes a loop such as `$foreach`')
  }
}

function lowerString(string: Extract<Expression, { type: 'string' }>, lowering: Lowering): Print {
  const { body, padded } = string
  if (body.every(isText) && !lowering.mayInterrupt) return lowerTextString(body, padded, lowering)
  const run = lowerStatements(body, lowering)
  return (frame) => {
    const text = checkLength(renderText(frame, run, false))
    return padded ? text.slice(0, -1) : text
  }
}

function lowerTextString(body: readonly Statement[], padded: boolean, lowering: Lowering): Print {
  const merged = mergeTexts(lowerText(body, lowering))
  const last = merged.at(-1)
  if (padded && typeof last === 'string') merged[merged.length - 1] = last.slice(0, -1)
  const append = joinParts(merged)
  const isCut = padded && typeof last !== 'string'
  return isCut ? (frame) => checkLength(append(frame, '')).slice(0, -1) : (frame) => checkLength(append(frame, ''))
}
