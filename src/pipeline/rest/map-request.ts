import type { IntegrationDefinition } from '../../api/model.js'
import { HeaderList } from '../../http/header-list.js'
import type { CallInfo, IntegrationRequest, Payload } from '../../integration/types.js'
import { compileUri, type CompiledUri, fillStageVariables, greedyVariables } from '../../integration/uri-template.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { type HeaderFlow, isDroppedByProxy, isDroppedWhenMapped } from '../../transformer/header-rules.js'
import { readRequestOverrides } from '../../transformer/template/index.js'
import type { BaseInvocation } from '../base-invocation.js'
import { InvocationCall } from '../call-info.js'
import type { Invocation } from '../invocation.js'
import { type IntegrationBody, mapRequestBody } from './request-body.js'
import { applyOverrides, compileRequestParameters, type MappedParameters } from './request-parameters.js'
import type { MethodScope, StepFactory } from './scope.js'

/**
 * Method request → integration request: chooses and renders the template, maps parameters, applies overrides, and builds
 * address and headers for the back end.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export const mapRequest: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition === undefined || definition.type === 'AWS_PROXY') return undefined
  const flow = flowOf(definition)
  const greedy = greedyVariables(definition.requestParameters, scope.resource.path)
  const uri = compileUri(definition.uri ?? '', scope.variables, greedy)
  const mapParameters = compileRequestParameters(definition, flow)
  const templates = new Map(
    [...definition.requestTemplates].map(([type, text]) => [
      type.toLowerCase(),
      scope.templates(text, type, 'request'),
    ]),
  )
  const addHeaders = flow === 'http-proxy' ? proxyHeaders : flow === 'http' ? customHeaders : mappedHeaders
  // ANY stands for the method that the client used.
  const fixedMethod = definition.httpMethod === 'ANY' ? undefined : definition.httpMethod
  const targets = stageTargets(definition, scope.variables)
  const parts: RequestParts = { definition, uri, flow, fixedMethod, targets, addHeaders, scope }
  return {
    name: 'mapRequest',
    pointer: definition.pointer,
    run: (invocation) => {
      const parameters = mapParameters(invocation)
      const content: IntegrationBody =
        flow === 'http-proxy'
          ? { body: invocation.body, contentType: undefined }
          : mapRequestBody(invocation, definition, templates)
      const context = invocation.templateContextIfMade
      const mapped =
        context === undefined
          ? parameters
          : applyOverrides(parameters, readRequestOverrides(context), definition.pointer)
      invocation.integrationRequest = new MappedRequest(invocation, parts, mapped, content)
    },
  }
}

/** What the requests of one method share. */
interface RequestParts {
  readonly definition: IntegrationDefinition
  readonly uri: CompiledUri
  readonly flow: HeaderFlow
  readonly fixedMethod: string | undefined
  readonly targets: Pick<IntegrationRequest, 'connectionId' | 'credentials'>
  readonly addHeaders: HeaderBuilder
  readonly scope: MethodScope
}

/** An integration request whose address and headers are made when the integration reads them: a mock never does. */
class MappedRequest implements IntegrationRequest {
  readonly body: Payload
  readonly call: CallInfo
  readonly event = undefined
  readonly connectionId?: string
  readonly credentials?: string
  readonly #invocation: Invocation
  readonly #parts: RequestParts
  readonly #mapped: MappedParameters
  readonly #content: IntegrationBody
  #headers: HeaderList | undefined = undefined
  #uri: string | undefined = undefined

  constructor(invocation: Invocation, parts: RequestParts, mapped: MappedParameters, content: IntegrationBody) {
    this.#invocation = invocation
    this.#parts = parts
    this.#mapped = mapped
    this.#content = content
    this.body = content.body
    this.call = new InvocationCall(invocation, parts.definition.timeoutInMillis)
    const { connectionId, credentials } = parts.targets
    if (connectionId !== undefined) this.connectionId = connectionId
    if (credentials !== undefined) this.credentials = credentials
  }

  get definition(): IntegrationDefinition {
    return this.#parts.definition
  }

  get httpMethod(): string {
    return this.#parts.fixedMethod ?? this.#invocation.httpMethod
  }

  get uri(): string {
    const { uri, flow, definition } = this.#parts
    return (this.#uri ??= flow === 'mock' ? '' : buildUri(uri, this.#mapped, this.#invocation, flow, definition))
  }

  get headers(): HeaderList {
    return (this.#headers ??= this.#parts.addHeaders(this.#invocation, this.#mapped, this.#content, this.#parts.scope))
  }
}

/** The settings besides the address that stage variables may stand in. */
export function stageTargets(
  { connectionId, credentials }: IntegrationDefinition,
  variables: Readonly<Record<string, string>>,
): Pick<IntegrationRequest, 'connectionId' | 'credentials'> {
  return {
    ...(connectionId !== undefined && { connectionId: fillStageVariables(connectionId, variables) }),
    ...(credentials !== undefined && { credentials: fillStageVariables(credentials, variables) }),
  }
}

/** How the headers of an integration travel. */
export function flowOf(definition: IntegrationDefinition): HeaderFlow {
  switch (definition.type) {
    case 'HTTP':
      return 'http'
    case 'HTTP_PROXY':
      return 'http-proxy'
    case 'AWS':
      return 'aws'
    case 'AWS_PROXY':
      return 'aws-proxy'
    case 'MOCK':
      return 'mock'
    default:
      return 'http'
  }
}

function buildUri(
  uri: CompiledUri,
  mapped: MappedParameters,
  invocation: Invocation,
  flow: HeaderFlow,
  definition: IntegrationDefinition,
): string {
  // A proxy passes the client's query on; what is mapped replaces it name by name.
  const query = new Map<string, readonly string[]>(
    flow === 'http-proxy' ? Object.entries(invocation.queryParameters.multi) : [],
  )
  for (const [name, values] of mapped.querystring) query.set(name, values)
  const built = uri.build((name) => mapped.path.get(name)?.[0], query)
  if (built !== undefined) return built
  throw new GatewayResponseError('API_CONFIGURATION_ERROR', {
    pointer: `${definition.pointer}/uri`,
    cause: new Error(`The integration has no valid address: ${definition.uri}`),
  })
}

type HeaderBuilder = (
  invocation: Invocation,
  mapped: MappedParameters,
  content: IntegrationBody,
  scope: MethodScope,
) => HeaderList

/** The headers of a request to an AWS service or function: what the mappings set. */
export function mappedHeaders(_: BaseInvocation, mapped: MappedParameters, content: IntegrationBody): HeaderList {
  const headers = new HeaderList()
  if (content.contentType !== undefined) headers.append('Content-Type', content.contentType)
  for (const [name, values] of mapped.header) setAll(headers, name, values)
  return headers
}

/** The headers of a request to an HTTP back end: what the mappings set, and what the gateway adds. */
export function customHeaders(
  invocation: BaseInvocation,
  mapped: MappedParameters,
  content: IntegrationBody,
  scope: Pick<MethodScope, 'apiId'>,
): HeaderList {
  const headers = new HeaderList()
  if (content.contentType !== undefined) headers.append('Content-Type', content.contentType)
  for (const [name, values] of mapped.header)
    if (!isDroppedWhenMapped(name.toLowerCase())) setAll(headers, name, values)
  addGatewayHeaders(headers, invocation, scope)
  return headers
}

const proxyHeaders: HeaderBuilder = (invocation, mapped, _, scope) => {
  const headers = new HeaderList()
  const sent = invocation.headers
  const signed = sent.get('authorization')?.startsWith('AWS4-') === true
  for (let i = 0; i < sent.size; i++) {
    const key = sent.lowerNames[i] as string
    if (!isDroppedByProxy(key) && !(signed && key === 'authorization'))
      headers.append(sent.names[i] as string, sent.values[i] as string)
  }
  for (const [name, values] of mapped.header)
    if (!isDroppedWhenMapped(name.toLowerCase())) setAll(headers, name, values)
  addGatewayHeaders(headers, invocation, scope)
  return headers
}

function setAll(headers: HeaderList, name: string, values: readonly string[]): void {
  headers.delete(name)
  for (const value of values) headers.append(name, value)
}

// What HTTP back ends always get (recorded).
function addGatewayHeaders(headers: HeaderList, { traceId }: BaseInvocation, scope: Pick<MethodScope, 'apiId'>): void {
  if (!headers.has('user-agent')) headers.append('User-Agent', `AmazonAPIGateway_${scope.apiId}`)
  if (!headers.has('accept')) headers.append('Accept', 'application/json')
  headers.set('X-Amzn-Apigateway-Api-Id', scope.apiId)
  headers.set('X-Amzn-Trace-Id', traceId)
}
