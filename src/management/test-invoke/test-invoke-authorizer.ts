import type { AuthorizerDefinition, Method, RestApi } from '../../api/model.js'
import { authorizerOf } from '../apis/authorizers.js'
import { toRestApi } from '../bridge/to-rest-api.js'
import type { Context, Handlers } from '../context.js'
import type { Input } from '../service-model/operations.js'
import { bodyText, createExecutionLog, logEndpoint, mapText } from './execution-log.js'

// What the authorizer said comes back in the answer of a mock behind it.
const ECHO = '{"principalId": "$util.escapeJavaScript($context.authorizer.principalId)"}'

/** The API with one method, which asks the authorizer and answers with what it said. */
function apiForTest(api: RestApi, { name, type }: AuthorizerDefinition, httpMethod: string, path: string): RestApi {
  const { policy: _policy, ...open } = api
  const empty = new Map<string, never>()
  const method: Method = {
    httpMethod,
    authorizationType: type === 'COGNITO_USER_POOLS' ? type : 'CUSTOM',
    authorizer: name,
    apiKeyRequired: false,
    requestParameters: empty,
    requestModels: empty,
    methodResponses: new Map([['200', { statusCode: '200', responseParameters: empty, responseModels: empty }]]),
    integration: {
      type: 'MOCK',
      connectionType: 'INTERNET',
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      responseTransferMode: 'BUFFERED',
      cacheKeyParameters: [],
      requestParameters: empty,
      requestTemplates: new Map([['application/json', '{"statusCode": 200}']]),
      integrationResponses: [
        {
          statusCode: '200',
          responseParameters: empty,
          responseTemplates: new Map([['application/json', ECHO]]),
          pointer: '',
        },
      ],
      pointer: '',
    },
    pointer: '',
  }
  const methods = new Map([[httpMethod, method]])
  return {
    ...open,
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ['REGIONAL'] },
    resources: new Map([[path, { path, methods, pointer: '' }]]),
  }
}

async function testInvoke(input: Input<'TestInvokeAuthorizer'>, context: Context): Promise<object> {
  const { api, authorizer } = authorizerOf(context, input.restApiId, input.authorizerId)
  const { httpMethod = 'GET' } = (input.additionalContext ?? {}) as Readonly<Record<string, string>>
  const target = input.pathWithQueryString ?? '/'
  const model = toRestApi(api)
  const definition = model.authorizers.get(authorizer.name) as AuthorizerDefinition
  const log = createExecutionLog(context.newId(36), context.clock)
  log.line(`Starting authorizer: ${authorizer.id}`)
  const headers = Object.entries(input.headers ?? {}).map(([name, value]) => [name, value ?? ''] as const)
  log.line(`Incoming identity: ${mapText(headers)}`)
  const startedAt = context.clock.now()
  const response = await context.invoke({
    api: apiForTest(model, { ...definition, authorizerResultTtlInSeconds: 0 }, httpMethod, target.split('?')[0] ?? '/'),
    stageVariables: (input.stageVariables ?? {}) as Readonly<Record<string, string>>,
    request: { method: httpMethod, path: target, headers, ...(input.body !== undefined && { body: input.body }) },
    observer: logEndpoint(log),
  })
  const passed = response.statusCode === 200
  const { principalId } = (passed ? JSON.parse(bodyText(response.body)) : {}) as { principalId?: string }
  return {
    // 0 where the authorizer let the call pass, else what the client would be answered (documented).
    clientStatus: passed ? 0 : response.statusCode,
    log: log.text(),
    latency: context.clock.now() - startedAt,
    ...(principalId !== undefined && principalId !== '' && { principalId }),
  }
}

/** The test call of an authorizer. */
export const testInvokeAuthorizerHandlers: Handlers<'TestInvokeAuthorizer'> = { TestInvokeAuthorizer: testInvoke }
