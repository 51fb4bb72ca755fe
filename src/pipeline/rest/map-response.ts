import type { IntegrationResponseDefinition } from '../../api/model.js'
import { toText } from '../../http/body.js'
import { HeaderList, isHeaderName, isHeaderValue } from '../../http/header-list.js'
import { firstAccepted, mimeType } from '../../http/media-type.js'
import type { EndpointResponse } from '../../integration/types.js'
import type { JsonValue } from '../../json/json-value.js'
import { parseStrictJson } from '../../json/parse-json.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { convertResponseBody, type TextOrBytes } from '../../transformer/content-handling.js'
import { answerHeaderName, type HeaderFlow } from '../../transformer/header-rules.js'
import { compileResponseSource, parseTarget, type ResponseReader } from '../../transformer/parameter-mapping.js'
import type { ResponseSources } from '../../transformer/sources.js'
import { chooseResponseTemplate } from '../../transformer/template-choice.js'
import { readResponseOverrides } from '../../transformer/template/index.js'
import type { PayloadTemplate } from '../../transformer/template-store.js'
import type { Invocation } from '../invocation.js'
import { flowOf } from './map-request.js'
import { renderTemplate } from './request-body.js'
import { refuseRepeated } from './request-parameters.js'
import type { MethodScope, StepFactory } from './scope.js'
import { compileSelection } from './selection.js'

interface CompiledIntegrationResponse {
  readonly definition: IntegrationResponseDefinition
  readonly statusCode: number
  readonly isDeclared: boolean
  readonly headers: ReadonlyArray<readonly [name: string, read: ResponseReader]>
  readonly templates: ReadonlyMap<string, PayloadTemplate>
}

/**
 * Endpoint response → integration response → method response: chooses the integration response, converts and renders the
 * body, maps headers, applies overrides.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export const mapResponse: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition === undefined || definition.type.endsWith('_PROXY')) return undefined
  const flow = flowOf(definition)
  const select = compileSelection(definition, (response) => compileIntegrationResponse(response, scope))
  const traces = flow !== 'mock'
  const method: ResponseFlow = { flow, mayBeBinary: scope.api.binaryMediaTypes.length > 0 }
  return {
    name: 'mapResponse',
    pointer: definition.pointer,
    run: (invocation) => {
      const endpoint = invocation.endpointResponse as EndpointResponse
      const chosen = select(endpoint)
      if (chosen === undefined)
        throw noResponse(definition.pointer, `No integration response fits status ${endpoint.statusCode}.`)
      if (!chosen.isDeclared) {
        throw noResponse(chosen.definition.pointer, `The method declares no response ${chosen.definition.statusCode}.`)
      }
      invocation.tracesResponse = traces
      applyResponse(invocation, endpoint, chosen, method)
    },
  }
}

/** What all responses of one method have in common. */
interface ResponseFlow {
  readonly flow: HeaderFlow
  /** Whether the API has binary media types; without any, no type has to be looked at. */
  readonly mayBeBinary: boolean
}

function noResponse(pointer: string, reason: string): GatewayResponseError {
  return new GatewayResponseError('API_CONFIGURATION_ERROR', { pointer, cause: new Error(reason) })
}

function compileIntegrationResponse(
  definition: IntegrationResponseDefinition,
  scope: MethodScope,
): CompiledIntegrationResponse {
  const headers: Array<[string, ResponseReader]> = []
  for (const [target, source] of definition.responseParameters) {
    const place = parseTarget(target, 'method.response.')
    const read = compileResponseSource(source)
    if (place?.kind === 'header' && read !== undefined) headers.push([place.name, read])
  }
  return {
    definition,
    statusCode: Number(definition.statusCode),
    isDeclared: scope.method.methodResponses.has(definition.statusCode),
    headers,
    templates: new Map(
      [...definition.responseTemplates].map(([type, text]) => [
        type.toLowerCase(),
        scope.templates(text, type, 'response'),
      ]),
    ),
  }
}

function applyResponse(
  invocation: Invocation,
  endpoint: EndpointResponse,
  chosen: CompiledIntegrationResponse,
  { flow, mayBeBinary }: ResponseFlow,
): void {
  const isTypeAsked = mayBeBinary || chosen.templates.size > 0
  const accepted = isTypeAsked ? firstAccepted(invocation.scan.accept ?? JSON_TYPE) : JSON_TYPE
  const body = convertBody(invocation, endpoint, chosen.definition, mayBeBinary ? accepted : undefined)
  const headers = new HeaderList()
  if (chosen.headers.length > 0) mapHeaders(headers, invocation, new EndpointSources(endpoint, body), chosen, flow)
  const template = chooseResponseTemplate(chosen.templates, accepted)
  invocation.responseBody =
    template === undefined ? body : renderBody(invocation, template.template, body, chosen.definition.pointer)
  if (!headers.has('content-type')) headers.append('Content-Type', template?.contentType ?? JSON_TYPE)
  invocation.statusCode = chosen.statusCode
  invocation.responseHeaders = headers
  applyResponseOverrides(invocation, headers, flow, chosen.definition.pointer)
}

const JSON_TYPE = 'application/json'

function mapHeaders(
  headers: HeaderList,
  invocation: Invocation,
  sources: ResponseSources,
  { headers: mappings, definition }: CompiledIntegrationResponse,
  flow: HeaderFlow,
): void {
  for (const [name, read] of mappings) {
    const value = read(sources, invocation)
    const written = value === undefined ? undefined : answerHeaderName(name, flow)
    if (written !== undefined && value !== undefined) setHeader(headers, written, value, definition.pointer)
  }
}

function setHeader(headers: HeaderList, name: string, value: string | readonly string[], pointer: string): void {
  const text = typeof value === 'string' ? value : value.join(',')
  if (!isHeaderValue(text)) throw splitHeader(name, pointer)
  headers.set(name, text)
}

// What a back end sends in a body must not become a header of its own making.
function splitHeader(name: string, pointer: string): GatewayResponseError {
  return new GatewayResponseError('DEFAULT_5XX', {
    pointer,
    cause: new Error(`The header ${JSON.stringify(name)} holds a line break.`),
  })
}

// An empty template leaves the body as it is; bytes are nothing that a template could read (recorded).
function renderBody(
  invocation: Invocation,
  template: PayloadTemplate,
  body: TextOrBytes,
  pointer: string,
): TextOrBytes {
  if (template.source === '') return body
  if (typeof body === 'string') return renderTemplate(template, invocation, body, pointer)
  throw noResponse(pointer, 'The body is binary: a mapping template can only read text.')
}

function convertBody(
  invocation: Invocation,
  endpoint: EndpointResponse,
  definition: IntegrationResponseDefinition,
  accepted: string | undefined,
): TextOrBytes {
  const { body } = endpoint
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new Error('A streamed body cannot be mapped.')
  const converted = convertResponseBody(body, {
    isBinary: accepted !== undefined && isBinary(invocation, endpoint),
    wantsBinary: accepted !== undefined && invocation.stage.isBinary(accepted),
    handling: definition.contentHandling,
  })
  if (converted !== undefined) return converted
  throw noResponse(`${definition.pointer}/contentHandling`, 'The body of the integration is not base64.')
}

function isBinary({ stage }: Invocation, endpoint: EndpointResponse): boolean {
  const type = endpoint.headers.get('content-type')
  return stage.isBinary(type === undefined ? JSON_TYPE : mimeType(type))
}

function applyResponseOverrides(invocation: Invocation, headers: HeaderList, flow: HeaderFlow, pointer: string): void {
  const context = invocation.templateContextIfMade
  const overrides = context === undefined ? undefined : readResponseOverrides(context)
  if (overrides === undefined) return
  refuseRepeated(overrides.repeated, pointer)
  for (const [name, values] of overrides.header) {
    const written = answerHeaderName(name, flow)
    if (written === undefined) continue
    headers.delete(written)
    for (const value of values) {
      if (!isHeaderName(name) || !isHeaderValue(value)) throw splitHeader(name, pointer)
      headers.append(written, value)
    }
  }
  const status = Number(overrides.status)
  // Anything but an integer of HTTP's range is ignored (observed).
  if (overrides.status !== undefined && Number.isInteger(status) && status >= 100 && status <= 599)
    invocation.statusCode = status
}

/** What response mappings read: the back end's headers, and its body after content handling. */
class EndpointSources implements ResponseSources {
  readonly #endpoint: EndpointResponse
  readonly #body: TextOrBytes
  #json: JsonValue | undefined

  constructor(endpoint: EndpointResponse, body: TextOrBytes) {
    this.#endpoint = endpoint
    this.#body = body
  }

  header(name: string): string | undefined {
    return this.#endpoint.headers.getAll(name).at(-1)
  }

  headerAll(name: string): readonly string[] {
    return this.#endpoint.headers.getAll(name)
  }

  bodyText(): string {
    return toText(this.#body)
  }

  bodyJson(): JsonValue {
    if (this.#json !== undefined) return this.#json
    try {
      return (this.#json = parseStrictJson(this.bodyText()))
    } catch (cause) {
      throw new GatewayResponseError('DEFAULT_5XX', { cause })
    }
  }
}
