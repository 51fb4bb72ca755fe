import type { GatewayResponseDefinition } from '../api/model.js'
import { HeaderList, isHeaderValue } from '../http/header-list.js'
import { compileRequestSource, parseTarget, type RequestReader } from '../transformer/parameter-mapping.js'
import type { RequestSources } from '../transformer/sources.js'
import type { GatewayResponseError } from './gateway-response-error.js'
import { compileResponseText, type ResponseText } from './response-text.js'

/** An answer of the gateway's own, before the headers that every answer carries. */
export interface GatewayResponse {
  readonly statusCode: number
  readonly headers: HeaderList
  readonly body: string
}

/** The gateway responses of an API: its own settings over the service's defaults. */
export interface GatewayResponses {
  respond(error: GatewayResponseError, sources: RequestSources): GatewayResponse
}

interface CompiledResponse {
  readonly statusCode: number | undefined
  readonly headers: ReadonlyArray<readonly [name: string, read: RequestReader]>
  readonly template: { readonly contentType: string; readonly text: ResponseText } | undefined
}

/**
 * Compiles the customised gateway responses of an API. A type without settings of its own takes those of `DEFAULT_4XX` or
 * `DEFAULT_5XX`; of three settings those that are left out keep the built-in ones (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function compileGatewayResponses(definitions: ReadonlyMap<string, GatewayResponseDefinition>): GatewayResponses {
  const compiled = new Map([...definitions].map(([type, definition]) => [type, compileOne(definition)]))
  return {
    respond: (error, sources) => {
      const fallback = error.statusCode < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
      return render(error, new ErrorSources(sources, error), compiled.get(error.responseType) ?? compiled.get(fallback))
    },
  }
}

function compileOne(definition: GatewayResponseDefinition): CompiledResponse {
  const headers: Array<[string, RequestReader]> = []
  for (const [target, source] of definition.responseParameters) {
    const place = parseTarget(target, 'gatewayresponse.')
    const read = compileRequestSource(source)
    // Paths and query strings may be named, but an answer has none.
    if (place?.kind === 'header' && read !== undefined) headers.push([place.name, read])
  }
  const templates = definition.responseTemplates
  const contentType = templates.has('application/json') ? 'application/json' : templates.keys().next().value
  const text = contentType === undefined ? undefined : templates.get(contentType)
  return {
    statusCode: definition.statusCode === undefined ? undefined : Number(definition.statusCode),
    headers,
    template:
      contentType === undefined || text === undefined ? undefined : { contentType, text: compileResponseText(text) },
  }
}

function render(
  error: GatewayResponseError,
  sources: RequestSources,
  settings: CompiledResponse | undefined,
): GatewayResponse {
  const template = settings?.template
  const headers = new HeaderList([['Content-Type', template?.contentType ?? 'application/json']])
  headers.append('x-amzn-ErrorType', error.errorType)
  for (const [name, value] of error.headers ?? []) headers.set(name, value)
  for (const [name, read] of settings?.headers ?? []) {
    const value = read(sources)
    const text = typeof value === 'object' ? value.join(',') : value
    if (text !== undefined && isHeaderValue(text)) headers.set(name, text)
  }
  return {
    statusCode: settings?.statusCode ?? error.statusCode,
    headers,
    body: template === undefined ? builtInBody(error) : template.text(sources),
  }
}

function builtInBody(error: GatewayResponseError): string {
  return `{"${error.messageKey}":${error.inExecution ? ' ' : ''}${JSON.stringify(error.text)}}`
}

/** The request's sources with `$context.error.*` in them. */
class ErrorSources implements RequestSources {
  readonly #sources: RequestSources
  readonly #error: GatewayResponseError

  constructor(sources: RequestSources, error: GatewayResponseError) {
    this.#sources = sources
    this.#error = error
  }

  contextValue(path: readonly string[]): string | undefined {
    if (path[0] !== 'error') return this.#sources.contextValue(path)
    const error = this.#error
    switch (path[1]) {
      case 'message':
        return error.text ?? 'null'
      case 'messageString':
        return JSON.stringify(error.text)
      case 'responseType':
        return error.responseType
      case 'validationErrorString':
        // Escaped, so that it fits between the quotes of a JSON template (recorded).
        return error.validationErrorString === undefined
          ? ''
          : JSON.stringify(error.validationErrorString()).slice(1, -1)
      default:
        return undefined
    }
  }

  header(name: string): string | undefined {
    return this.#sources.header(name)
  }
  headerAll(name: string): readonly string[] {
    return this.#sources.headerAll(name)
  }
  headerInAnyCase(name: string): string | undefined {
    return this.#sources.headerInAnyCase(name)
  }
  query(name: string): string | undefined {
    return this.#sources.query(name)
  }
  queryAll(name: string): readonly string[] {
    return this.#sources.queryAll(name)
  }
  path(name: string): string | undefined {
    return this.#sources.path(name)
  }
  stageVariable(name: string): string | undefined {
    return this.#sources.stageVariable(name)
  }
  bodyText(): string {
    return this.#sources.bodyText()
  }
  bodyJson(): ReturnType<RequestSources['bodyJson']> {
    return this.#sources.bodyJson()
  }
}
