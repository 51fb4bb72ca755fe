import { Double } from '../../json/double.js'
import { fieldNames, getField, isObject, type JsonValue } from '../../json/json-value.js'
import { compilePath } from '../../jsonpath/index.js'

/** What a selection expression may read; a part that does not exist has no value. */
export interface SelectionSources {
  /** The message as JSON; `undefined` when it is none. */
  readonly requestBody?: () => JsonValue | undefined
  readonly requestHeader?: (name: string) => string | undefined
  readonly context?: (path: readonly string[]) => string | undefined
  readonly responseStatus?: () => string | undefined
  readonly responseHeaders?: (name: string) => readonly string[]
}

/** A compiled selection expression: gives the text by which something is chosen. */
export type SelectionExpression = (sources: SelectionSources) => string

/** What a selection expression of one setting may name. */
export type SelectionVariable =
  | 'request.body'
  | 'request.header'
  | 'context'
  | 'integration.response.statuscode'
  | 'integration.response.header'
  | 'integration.response.multivalueheader'

/** Thrown for text that is no selection expression. */
export class SelectionSyntaxError extends Error {
  readonly allowed: readonly string[]

  constructor(message: string, allowed: readonly SelectionVariable[]) {
    super(message)
    this.name = 'SelectionSyntaxError'
    this.allowed = [
      ...allowed.map((name) => `$${name}${name.endsWith('statuscode') ? '' : '.…'}`),
      'text',
      '\\$default',
    ]
  }
}

// `\$`, `${name}`, `$name`, any other character. A name ends where no name goes on: `$request.body.a/…` has one variable.
const TOKEN = /\\\$|\$\{([^{}]*)\}|\$([A-Za-z][\w.[\]*@'"-]*)|[^]/gu

/**
 * Compiles a selection expression: text in which `$name` and `${name}` are variables and `\$` is a dollar sign. A path that
 * leads nowhere is empty text (documented).
 *
 * @throws {SelectionSyntaxError} for a variable that the setting does not have
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 */
export function compileSelectionExpression(
  expression: string,
  allowed: readonly SelectionVariable[],
): SelectionExpression {
  // Written without its backslash too: no variable has this name.
  if (expression === '$default') return () => '$default'
  const parts: Array<string | SelectionExpression> = []
  for (const [token, braced, plain] of expression.matchAll(TOKEN)) {
    const name = braced ?? plain
    if (name === undefined && token === '$')
      throw new SelectionSyntaxError(`A dollar sign that starts no variable is written \\$: ${expression}`, allowed)
    const part = name === undefined ? (token === '\\$' ? '$' : token) : compileVariable(name, allowed)
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return typeof first === 'string' ? () => first : first
  return (sources) => parts.map((part) => (typeof part === 'string' ? part : part(sources))).join('')
}

function compileVariable(name: string, allowed: readonly SelectionVariable[]): SelectionExpression {
  const variable = allowed.find((one) => name === one || (name.startsWith(one) && /[.[]/.test(name[one.length] ?? '')))
  const rest = variable === undefined ? '' : name.slice(variable.length)
  switch (variable) {
    case 'request.body':
      return compileBody(rest, allowed)
    case 'request.header':
      return ({ requestHeader }) => requestHeader?.(rest.slice(1)) ?? ''
    case 'context': {
      const path = rest.slice(1).split('.')
      return ({ context }) => context?.(path) ?? ''
    }
    case 'integration.response.statuscode':
      return ({ responseStatus }) => responseStatus?.() ?? ''
    case 'integration.response.header':
      return ({ responseHeaders }) => responseHeaders?.(rest.slice(1)).at(-1) ?? ''
    case 'integration.response.multivalueheader':
      return ({ responseHeaders }) => responseHeaders?.(rest.slice(1)).join(',') ?? ''
    case undefined:
      throw new SelectionSyntaxError(`This setting has no variable $${name}`, allowed)
  }
}

function compileBody(rest: string, allowed: readonly SelectionVariable[]): SelectionExpression {
  let path: ReturnType<typeof compilePath>
  try {
    path = compilePath(`$${rest}`)
  } catch (error) {
    throw new SelectionSyntaxError(`$request.body${rest} is no path: ${(error as Error).message}`, allowed)
  }
  return ({ requestBody }) => {
    const document = requestBody?.()
    if (document === undefined) return ''
    try {
      return textOf(path.find(document))
    } catch {
      // A path that cannot be walked on such values leads nowhere.
      return ''
    }
  }
}

// Lists and maps as Java prints them: `[item1, item2]` (documented).
function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `[${value.map(nestedText).join(', ')}]`
  if (value instanceof Double) return value.toString()
  if (isObject(value))
    return `{${fieldNames(value)
      .map((name) => `${name}=${nestedText(getField(value, name))}`)
      .join(', ')}}`
  return String(value)
}

function nestedText(value: JsonValue | undefined): string {
  return value === null ? 'null' : textOf(value)
}
