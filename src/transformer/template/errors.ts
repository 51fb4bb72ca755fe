import { PosternError } from '../../errors.js'

/** A mapping template that the service's engine refuses to parse. */
export class TemplateSyntaxError extends PosternError {
  /** Line of the fault, from 1. */
  readonly line: number
  /** Column of the fault, from 1. */
  readonly column: number
  /** The template's line, cut to what surrounds the fault. */
  readonly excerpt: string
  /** What is wrong, in one sentence. */
  readonly reason: string

  constructor(reason: string, source: string, offset: number) {
    const { line, column, excerpt } = locate(source, offset)
    super('ERR_TEMPLATE', `Template, line ${line}, column ${column}: ${reason}\n  ${excerpt}`)
    this.line = line
    this.column = column
    this.excerpt = excerpt
    this.reason = reason
  }
}

/** A mapping template that parses but fails while it is rendered; the service answers such a request with a 5XX. */
export class TemplateRenderError extends PosternError {
  /** Line of the template where it failed, from 1; 0 when it cannot be told. */
  readonly line: number
  /** What is wrong, in one sentence. */
  readonly reason: string

  constructor(reason: string, line: number, options?: ErrorOptions) {
    super('ERR_TEMPLATE', line > 0 ? `Template, line ${line}: ${reason}` : `Template: ${reason}`, options)
    this.line = line
    this.reason = reason
  }
}

/** Thrown by methods and operators, which know nothing of lines; the statement that ran them adds the line. */
export class TemplateFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TemplateFault'
  }
}

/**
 * The engine takes a method without parameters for one that fits any arguments, unless another of that name fits better,
 * and then fails to call it.
 */
export function wrongNumberOfArguments(name: string): never {
  throw new TemplateFault(`java.lang.IllegalArgumentException: wrong number of arguments for ${name}()`)
}

const EXCERPT_BEFORE = 40
const EXCERPT_LENGTH = 80

/** Where an offset of the text stands. Line and column count from 1. */
export function locate(source: string, offset: number): { line: number; column: number; excerpt: string } {
  let line = 1
  let start = 0
  for (let next = source.indexOf('\n'); next !== -1 && next < offset; next = source.indexOf('\n', start)) {
    line++
    start = next + 1
  }
  const end = source.indexOf('\n', start)
  const column = Math.max(0, offset - start)
  const from = start + Math.max(0, column - EXCERPT_BEFORE)
  return {
    line,
    column: column + 1,
    excerpt: source.slice(from, end === -1 ? undefined : end).slice(0, EXCERPT_LENGTH),
  }
}
