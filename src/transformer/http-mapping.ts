import type { JsonValue } from '../json/json-value.js'
import { writeJson } from '../json/write-json.js'
import { compilePath } from '../jsonpath/index.js'

/** What the mappings of HTTP APIs can read of a request. */
export interface HttpRequestSources {
  /** In any case; repeats joined with commas. */
  header(name: string): string | undefined
  query(name: string): string | undefined
  /** The path without the stage. */
  readonly resourcePath: string
  /** A path variable, percent-decoded. */
  path(name: string): string | undefined
  stageVariable(name: string): string | undefined
  /** A `$context` value by its parts: `['identity', 'sourceIp']`. */
  contextValue(path: readonly string[]): string | undefined
  bodyText(): string
  /** `null` when the body is no JSON. */
  bodyJson(): JsonValue
}

/** What response mappings can read besides. */
export interface HttpResponseSources {
  header(name: string): string | undefined
  bodyText(): string
  /** `null` when the body is no JSON. */
  bodyJson(): JsonValue
}

/** Reads the value of a mapping; `undefined` when its only variable leads to nothing. */
export type HttpValue = (request: HttpRequestSources, response?: HttpResponseSources) => string | undefined

/** `request`: only what a request has; `response`: the back end's answer as well. */
export type MappingSide = 'request' | 'response'

/**
 * Compiles the value of a parameter mapping: `$request.header.N`, `$context.N` …, text, or text with `${request.header.N}`
 * in it. `undefined` when a variable is none that the service knows on that side.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function compileHttpValue(expression: string, side: MappingSide): HttpValue | undefined {
  if (expression.startsWith('$') && !expression.startsWith('${')) return compileVariable(expression.slice(1), side)
  if (!expression.includes('${')) return () => expression
  const parts: HttpValue[] = []
  let end = 0
  for (const match of expression.matchAll(/\$\{([^}]*)\}/g)) {
    const text = expression.slice(end, match.index)
    if (text !== '') parts.push(() => text)
    const variable = compileVariable(match[1] as string, side)
    if (variable === undefined) return undefined
    parts.push(variable)
    end = match.index + match[0].length
  }
  const rest = expression.slice(end)
  if (rest !== '') parts.push(() => rest)
  if (parts.length === 1) return parts[0]
  return (request, response) => parts.map((part) => part(request, response) ?? '').join('')
}

function compileVariable(name: string, side: MappingSide): HttpValue | undefined {
  if (name.startsWith('context.')) {
    const path = name.slice('context.'.length).split('.')
    return (request) => request.contextValue(path)
  }
  if (name.startsWith('stageVariables.')) {
    const variable = name.slice('stageVariables.'.length)
    return (request) => request.stageVariable(variable)
  }
  if (name.startsWith('request.')) return compileRequestVariable(name.slice('request.'.length))
  return side === 'response' && name.startsWith('response.')
    ? compileResponseVariable(name.slice('response.'.length))
    : undefined
}

function compileRequestVariable(name: string): HttpValue | undefined {
  if (name === 'path') return (request) => request.resourcePath
  if (name.startsWith('path.')) return named(name, 'path.', (key) => (request) => request.path(key))
  if (name.startsWith('header.')) return named(name, 'header.', (key) => (request) => request.header(key))
  if (name.startsWith('querystring.')) return named(name, 'querystring.', (key) => (request) => request.query(key))
  return compileBody(name, (request) => request)
}

function compileResponseVariable(name: string): HttpValue | undefined {
  if (name.startsWith('header.')) return named(name, 'header.', (key) => (_, response) => response?.header(key))
  return compileBody(name, (_, response) => response)
}

function named(text: string, prefix: string, make: (key: string) => HttpValue): HttpValue | undefined {
  const key = text.slice(prefix.length)
  return key === '' ? undefined : make(key)
}

type Body = Pick<HttpResponseSources, 'bodyText' | 'bodyJson'>
type BodyOf = (request: HttpRequestSources, response?: HttpResponseSources) => Body | undefined

/** `body`, or `body.PATH` with a JSONPath that neither scans nor filters (documented). */
function compileBody(name: string, bodyOf: BodyOf): HttpValue | undefined {
  if (name === 'body') return (request, response) => bodyOf(request, response)?.bodyText()
  if (!/^body[.[]/.test(name) || name.includes('..') || name.includes('?(')) return undefined
  const path = tryPath(`$${name.slice('body'.length)}`)
  if (path === undefined) return undefined
  return (request, response) => {
    const json = bodyOf(request, response)?.bodyJson()
    return json === undefined ? undefined : textOf(path.find(json))
  }
}

function tryPath(text: string): ReturnType<typeof compilePath> | undefined {
  try {
    return compilePath(text)
  } catch {
    return undefined
  }
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : writeJson(value)
}
