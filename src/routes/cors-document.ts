import type { CorsOptions, HeaderExpressions } from './cors-settings.js'
import { EMPTY_SCHEMA, answerHeaders, headerParameters, isProxyType, preflightHeaders } from './cors-settings.js'

type Fields = Readonly<Record<string, unknown>>

const METHOD_HEADER = 'method.response.header.'
const GATEWAY_HEADER = 'gatewayresponse.header.'
const GATEWAY_RESPONSES = 'x-amazon-apigateway-gateway-responses'
const INTEGRATION = 'x-amazon-apigateway-integration'
const OPERATIONS = ['get', 'put', 'post', 'delete', 'head', 'patch', 'x-amazon-apigateway-any-method']

/** Adds CORS to an OpenAPI 3.0 or Swagger 2.0 document as the console does; a new document comes back. */
export function addCorsToDocument(document: Fields, options: CorsOptions): Fields {
  const isSwagger = document['swagger'] !== undefined
  const methods = new Set<string>()
  const paths = mapFields(document['paths'], (item, path) => {
    const own = methodsOf(item)
    if (path.startsWith('x-') || own.length === 0) return item
    for (const method of own) methods.add(method)
    return withCors(item, own, options, isSwagger)
  })
  const headers = new Map([...preflightHeaders(methods, options), ...answerHeaders(options)])
  headers.delete('Access-Control-Max-Age')
  return {
    ...document,
    paths,
    ...withEmptyModel(document, isSwagger),
    [GATEWAY_RESPONSES]: withGatewayHeaders(fieldsOf(document[GATEWAY_RESPONSES]), headers),
  }
}

function methodsOf(item: Fields): string[] {
  const names = OPERATIONS.filter((name) => item[name] !== undefined)
  return names.map((name) => (name.startsWith('x-') ? 'ANY' : name.toUpperCase()))
}

function withCors(item: Fields, methods: readonly string[], options: CorsOptions, isSwagger: boolean): Fields {
  const changed = OPERATIONS.flatMap((name) => {
    const operation = fieldsOf(item[name])
    return item[name] === undefined ? [] : [[name, withAnswerHeaders(operation, answerHeaders(options), isSwagger)]]
  })
  const preflight = item['options'] ?? preflightOperation(preflightHeaders(methods, options), isSwagger)
  return { ...item, ...Object.fromEntries(changed), options: preflight }
}

function preflightOperation(headers: HeaderExpressions, isSwagger: boolean): Fields {
  const model = { $ref: isSwagger ? '#/definitions/Empty' : '#/components/schemas/Empty' }
  const body = isSwagger ? { schema: model } : { content: { 'application/json': { schema: model } } }
  return {
    ...(isSwagger ? { consumes: ['application/json'], produces: ['application/json'] } : {}),
    responses: { 200: { description: '200 response', headers: declared(headers, isSwagger), ...body } },
    [INTEGRATION]: {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      passthroughBehavior: 'when_no_match',
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(headerParameters(METHOD_HEADER, headers)),
        },
      },
    },
    // A document's own security would otherwise refuse preflights, which never carry credentials.
    'x-amazon-apigateway-auth': { type: 'NONE' },
    security: [],
  }
}

function declared(headers: HeaderExpressions, isSwagger: boolean): Fields {
  const header = isSwagger ? { type: 'string' } : { schema: { type: 'string' } }
  return Object.fromEntries([...headers.keys()].map((name) => [name, header]))
}

function withAnswerHeaders(operation: Fields, headers: HeaderExpressions, isSwagger: boolean): Fields {
  const integration = fieldsOf(operation[INTEGRATION])
  const type = integration['type']
  if (typeof type !== 'string' || isProxyType(type)) return operation
  const added = Object.fromEntries(headerParameters(METHOD_HEADER, headers))
  const integrationResponses = mapFields(integration['responses'], (response) => ({
    ...response,
    responseParameters: { ...added, ...fieldsOf(response['responseParameters']) },
  }))
  const responses = { ...fieldsOf(operation['responses']) }
  for (const response of Object.values(integrationResponses)) {
    const status = String(fieldsOf(response)['statusCode'])
    const before = fieldsOf(responses[status])
    const own = { ...declared(headers, isSwagger), ...fieldsOf(before['headers']) }
    responses[status] = { description: `${status} response`, ...before, headers: own }
  }
  return { ...operation, responses, [INTEGRATION]: { ...integration, responses: integrationResponses } }
}

function withEmptyModel(document: Fields, isSwagger: boolean): Fields {
  if (isSwagger) return { definitions: { Empty: EMPTY_SCHEMA, ...fieldsOf(document['definitions']) } }
  const components = fieldsOf(document['components'])
  const schemas = { Empty: EMPTY_SCHEMA, ...fieldsOf(components['schemas']) }
  return { components: { ...components, schemas } }
}

function withGatewayHeaders(responses: Fields, headers: HeaderExpressions): Fields {
  const added = Object.fromEntries(headerParameters(GATEWAY_HEADER, headers))
  const changed = ['DEFAULT_4XX', 'DEFAULT_5XX'].map((type) => {
    const before = fieldsOf(responses[type])
    return [type, { ...before, responseParameters: { ...added, ...fieldsOf(before['responseParameters']) } }]
  })
  return { ...responses, ...Object.fromEntries(changed) }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function mapFields(value: unknown, change: (field: Fields, name: string) => Fields): Fields {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, field]) => [name, change(fieldsOf(field), name)]),
  )
}
