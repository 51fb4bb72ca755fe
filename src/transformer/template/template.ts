import { locate, TemplateFault, TemplateRenderError } from './errors.js'
import type { Frame, Run } from './lower/frame.js'
import { catchInterruptions } from './lower/loop.js'
import type { Slots } from './lower/slots.js'
import { createSlots } from './lower/slots.js'
import { lowerTemplate } from './lower/statements.js'
import { InputObject } from './objects/input.js'
import { utilObject } from './objects/util.js'
import { parseStatements } from './parse.js'
import type { TemplateScope } from './scope.js'
import type { Statement } from './tree.js'

/** Settings of {@link parseTemplate}. */
export interface TemplateOptions {
  /** Longest output, in UTF-16 units; a longer one fails. Default: 10 Mi, the service's largest payload. */
  readonly maxOutputLength?: number
}

/** A parsed mapping template, to be rendered any number of times. */
export interface Template {
  /** The template as written. */
  readonly source: string
  /**
   * Renders the template.
   *
   * @throws TemplateRenderError where the service fails the request with a 5XX
   */
  render(scope: TemplateScope): string
  /** The same, with the variables as the template leaves them. */
  renderWithVariables(scope: TemplateScope): { readonly text: string; readonly variables: Map<string, unknown> }
  /** Does now what the first rendering would do. */
  warm(): void
}

const DEFAULT_MAX_OUTPUT_LENGTH = 10 * 1024 * 1024

/**
 * Parses a mapping template.
 *
 * @throws TemplateSyntaxError
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 */
export function parseTemplate(text: string, options: TemplateOptions = {}): Template {
  const statements = parseStatements(text)
  const limit = options.maxOutputLength ?? DEFAULT_MAX_OUTPUT_LENGTH
  // Lowering waits for the first rendering: most templates of a definition are never used by a process.
  let program: Program | undefined

  function run(scope: TemplateScope): Frame {
    program ??= lower(text, statements)
    const frame: Frame = { out: '', vars: bind(program, scope), at: 0, work: 0, limit }
    try {
      program.run(frame)
    } catch (error) {
      throw renderError(error, text, frame)
    }
    if (frame.out.length <= limit) return frame
    throw new TemplateRenderError(`the output is longer than ${limit} characters`, 0)
  }
  return {
    source: text,
    render: (scope) => run(scope).out,
    renderWithVariables(scope) {
      const frame = run(scope)
      const variables = new Map<string, unknown>()
      for (const [slot, name] of (program?.slots.names ?? []).entries()) {
        if (frame.vars[slot] !== undefined && !isServiceName(name)) variables.set(name, frame.vars[slot])
      }
      return { text: frame.out, variables }
    },
    warm() {
      program ??= lower(text, statements)
    },
  }
}

interface Program {
  readonly slots: Slots
  /** What each variable starts as. */
  readonly initials: readonly (Initial | undefined)[]
  readonly run: Run
}

function lower(text: string, statements: readonly Statement[]): Program {
  const slots = createSlots(text)
  const run = lowerTemplate(statements, slots)
  const initials = slots.names.map((name) => initialOf(name, slots))
  return { slots, initials, run: slots.mayInterrupt ? catchInterruptions(run) : run }
}

function isServiceName(name: string): boolean {
  return name === 'input' || name === 'util' || name === 'context' || name === 'stageVariables'
}

type Initial = (scope: TemplateScope) => unknown

/** What a variable is before a template sets it; undefined: nothing. */
function initialOf(name: string, slots: Slots): Initial | undefined {
  switch (name) {
    case 'input':
      return (scope) => new InputObject(scope.input)
    case 'util':
      return utilObject
    case 'context':
      return (scope) => scope.context.root
    case 'stageVariables':
      // A copy where the template may change its map.
      return slots.exposes('stageVariables')
        ? (scope) => ({ ...scope.stageVariables })
        : (scope) => scope.stageVariables
    default:
      return undefined
  }
}

function bind({ slots, initials }: Program, scope: TemplateScope): unknown[] {
  const { variables } = scope
  const vars: unknown[] = []
  for (let slot = 0; slot < initials.length; slot++) vars.push(initials[slot]?.(scope))
  return variables === undefined ? vars : bindVariables(vars, slots.names, variables)
}

function bindVariables(
  vars: unknown[],
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): unknown[] {
  for (let slot = 0; slot < names.length; slot++) {
    const name = names[slot] as string
    if (Object.hasOwn(variables, name)) vars[slot] = variables[name]
  }
  return vars
}

function renderError(error: unknown, text: string, frame: Frame): TemplateRenderError {
  const { line } = locate(text, frame.at)
  if (error instanceof RangeError) {
    return new TemplateRenderError('it is nested too deeply, or a text grew too long', line, { cause: error })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new TemplateRenderError(reason, line, error instanceof TemplateFault ? undefined : { cause: error })
}
