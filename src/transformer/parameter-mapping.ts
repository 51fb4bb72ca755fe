import { formatDouble } from '../json/java-number.js'
import { Double } from '../json/double.js'
import type { JsonValue } from '../json/json-value.js'
import { writeJson } from '../json/write-json.js'
import { compilePath } from '../jsonpath/index.js'
import type { MappedValue, RequestSources, ResponseSources } from './sources.js'

/** Reads one value of a request. */
export type RequestReader = (sources: RequestSources) => MappedValue
/** Reads one value of the back end's answer, or of the request that it answers. */
export type ResponseReader = (response: ResponseSources, request: RequestSources) => MappedValue

/**
 * Compiles a source expression of a request mapping: `method.request.header.X`, `context.X`, `stageVariables.X`,
 * `'text'`, … `undefined` when it is none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function compileRequestSource(expression: string): RequestReader | undefined {
  const common = compileCommonSource(expression)
  if (common !== undefined) return common
  const source = splitSource(expression, 'method.request.')
  if (source === undefined) return undefined
  const { kind, name } = source
  switch (kind) {
    case 'header':
      return (sources) => sources.header(name)
    case 'multivalueheader':
      return (sources) => joined(sources.headerAll(name))
    case 'querystring':
      return (sources) => sources.query(name)
    case 'multivaluequerystring':
      return (sources) => someOf(sources.queryAll(name))
    case 'path':
      return (sources) => sources.path(name)
    case 'body':
      return compileBodyReader(name, expression)
    default:
      return undefined
  }
}

/** Compiles a source expression of a response mapping: `integration.response.header.X`, `…body.JSONPATH`, `'text'`, … */
export function compileResponseSource(expression: string): ResponseReader | undefined {
  const common = compileCommonSource(expression)
  if (common !== undefined) return (_, request) => common(request)
  const source = splitSource(expression, 'integration.response.')
  if (source === undefined) return undefined
  const { kind, name } = source
  switch (kind) {
    case 'header':
      return (response) => response.header(name)
    case 'multivalueheader':
      return (response) => joined(response.headerAll(name))
    case 'body':
      return compileBodyReader(name, expression)
    default:
      return undefined
  }
}

/** A mapping target: where a value goes. */
export interface MappingTarget {
  readonly kind: 'header' | 'path' | 'querystring'
  readonly name: string
}

/** Reads `integration.request.header.X`, `method.response.header.X`, `gatewayresponse.header.X`. */
export function parseTarget(target: string, prefix: string): MappingTarget | undefined {
  const source = splitSource(target, prefix)
  if (source === undefined || source.name === '') return undefined
  const { kind, name } = source
  return kind === 'header' || kind === 'path' || kind === 'querystring' ? { kind, name } : undefined
}

function compileCommonSource(expression: string): RequestReader | undefined {
  if (expression.length >= 2 && expression.startsWith("'") && expression.endsWith("'")) {
    const text = expression.slice(1, -1)
    return () => text
  }
  if (expression.startsWith('stageVariables.')) {
    const name = expression.slice('stageVariables.'.length)
    return (sources) => sources.stageVariable(name)
  }
  if (expression.startsWith('context.')) {
    const path = expression.slice('context.'.length).split('.')
    return (sources) => sources.contextValue(path)
  }
  return undefined
}

function splitSource(expression: string, prefix: string): { kind: string; name: string } | undefined {
  if (!expression.startsWith(prefix)) return undefined
  const rest = expression.slice(prefix.length)
  const dot = rest.search(/[.[]/)
  if (dot < 0) return { kind: rest, name: '' }
  // `body[0]` is a path too; the others are `kind.name`.
  return rest[dot] === '['
    ? { kind: rest.slice(0, dot), name: rest.slice(dot) }
    : { kind: rest.slice(0, dot), name: rest.slice(dot + 1) }
}

function compileBodyReader(
  path: string,
  expression: string,
): ((sources: Pick<RequestSources, 'bodyText' | 'bodyJson'>) => MappedValue) | undefined {
  if (expression.endsWith('.')) return undefined
  if (path === '') return (sources) => wholeBody(sources)
  const compiled = compilePath(path.startsWith('$') ? path : path.startsWith('[') ? `$${path}` : `$.${path}`)
  return (sources) => {
    const document = sources.bodyJson()
    try {
      return scalarText(compiled.read(document))
    } catch {
      // No such place in the body: the parameter is left out.
      return undefined
    }
  }
}

// The whole body must be JSON, although its text is what is mapped (observed).
function wholeBody(sources: Pick<RequestSources, 'bodyText' | 'bodyJson'>): string {
  sources.bodyJson()
  return sources.bodyText()
}

function scalarText(value: JsonValue): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'string') return value
  if (value instanceof Double) return formatDouble(value.value)
  return writeJson(value)
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',')
}

function someOf(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values
}
