import type { Method, RestApi } from '../../api/model.js'
import { HeaderList } from '../../http/header-list.js'
import type { HandleResponse } from '../../http/response.js'
import { toRestApi } from '../bridge/to-rest-api.js'
import { type Context, found, type Handlers } from '../context.js'
import { notFound } from '../management-error.js'
import { resourceOf } from '../methods/find.js'
import type { Input } from '../service-model/operations.js'
import { ownField } from '../store/fields.js'
import { bodyText, createExecutionLog, type ExecutionLog, logEndpoint, mapText } from './execution-log.js'

const UNKNOWN_METHOD = 'Invalid Method identifier specified'

// Of a test call's answer the service shows what the API makes, not what the gateway adds on its way out.
const GATEWAY_HEADERS = new Set(['x-amzn-requestid', 'x-amz-apigw-id', 'date', 'content-length', 'connection'])

/** The API with the one method, whose callers are not asked who they are: a test call passes (documented). */
function apiForTest(api: RestApi, path: string, name: string): RestApi {
  const { policy: _policy, ...open } = api
  const resource = api.resources.get(path)
  const { authorizer: _authorizer, ...method } = found(resource?.methods.get(name), UNKNOWN_METHOD)
  const tested: Method = { ...method, authorizationType: 'NONE', apiKeyRequired: false }
  return {
    ...open,
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ['REGIONAL'] },
    resources: new Map([[path, { path, methods: new Map([[name, tested]]), pointer: resource?.pointer ?? '' }]]),
  }
}

/** The path variables of a resource in a path. */
function pathVariables(resourcePath: string, path: string): Array<[string, string]> {
  const parts = path.split('/')
  return resourcePath.split('/').flatMap((part, index): Array<[string, string]> => {
    const name = /^\{([^}+]+)\+?\}$/.exec(part)?.[1]
    if (name === undefined) return []
    return [[name, part.endsWith('+}') ? parts.slice(index).join('/') : (parts[index] ?? '')]]
  })
}

function headersOf({ headers = {}, multiValueHeaders = {} }: Input<'TestInvokeMethod'>): Array<[string, string]> {
  const single = Object.entries(headers).filter(([name]) => !Object.hasOwn(multiValueHeaders, name))
  const many = Object.entries(multiValueHeaders).flatMap(([name, values]) =>
    values.map((value) => [name, value] as [string, string]),
  )
  return [...single.map(([name, value]) => [name, value ?? ''] as [string, string]), ...many]
}

function logRequest(log: ExecutionLog, input: Input<'TestInvokeMethod'>, resourcePath: string, target: string): void {
  const [path = '', query = ''] = target.split('?')
  log.line(`HTTP Method: ${input.httpMethod}, Resource Path: ${path}`)
  log.line(`Method request path: ${mapText(pathVariables(resourcePath, path))}`)
  log.line(`Method request query string: ${mapText(new URLSearchParams(query))}`)
  log.line(`Method request headers: ${mapText(headersOf(input))}`)
  log.line(`Method request body before transformations: ${input.body ?? ''}`)
}

function answer(response: HandleResponse, log: ExecutionLog, latency: number): object {
  const headers = [...response.headers].filter(([name]) => !GATEWAY_HEADERS.has(name.toLowerCase()))
  const body = bodyText(response.body)
  log.line(`Method response body after transformations: ${body}`)
  log.line(`Method response headers: ${mapText(headers)}`)
  log.line('Successfully completed execution')
  log.line(`Method completed with status: ${response.statusCode}`)
  const list = new HeaderList(headers)
  const names = [...new Set(headers.map(([name]) => name))]
  return {
    status: response.statusCode,
    body,
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries(names.map((name) => [name, list.getAll(name)])),
    log: log.text(),
    latency,
  }
}

async function testInvoke(input: Input<'TestInvokeMethod'>, context: Context): Promise<object> {
  const { httpMethod, body, stageVariables = {}, pathWithQueryString } = input
  const { api, resource } = resourceOf(context, input.restApiId, input.resourceId)
  const name = [httpMethod, 'ANY'].find((each) => ownField(resource.resourceMethods, each) !== undefined)
  if (name === undefined) throw notFound(UNKNOWN_METHOD)
  // Without a path the variables stand for themselves (recorded).
  const target = pathWithQueryString === undefined || pathWithQueryString === '' ? resource.path : pathWithQueryString
  const requestId = context.newId(36)
  const log = createExecutionLog(requestId, context.clock)
  log.line(`Starting execution for request: ${requestId}`)
  logRequest(log, input, resource.path, target)
  const startedAt = context.clock.now()
  const response = await context.invoke({
    api: apiForTest(toRestApi(api), resource.path, name),
    stageVariables: stageVariables as Readonly<Record<string, string>>,
    request: { method: httpMethod, path: target, headers: headersOf(input), ...(body !== undefined && { body }) },
    observer: logEndpoint(log),
  })
  return answer(response, log, context.clock.now() - startedAt)
}

/** The test call of a method as it stands, deployed or not. */
export const testInvokeMethodHandlers: Handlers<'TestInvokeMethod'> = { TestInvokeMethod: testInvoke }
