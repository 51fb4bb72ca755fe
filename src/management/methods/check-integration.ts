import { badRequest } from '../management-error.js'
import type { IntegrationRecord, MethodRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { settingsOf } from '../context.js'
import { checkRequestMappings, checkTemplates } from './mappings.js'

const SHORTEST_TIMEOUT = 50
const LONGEST_TIMEOUT = 29_000
/** Documented: APIs that are not EDGE may be given more by a raise of the quota. */
const LONGEST_RAISED_TIMEOUT = 300_000

/** Refuses an integration that the service does not take, in its order and words (recorded). */
export function checkIntegration(api: ApiState, method: MethodRecord, integration: IntegrationRecord): void {
  const { type, uri = '', httpMethod, timeoutInMillis: timeout, passthroughBehavior } = integration
  if (type !== 'MOCK') {
    if (httpMethod === undefined || httpMethod === '')
      throw badRequest('Enumeration value for HttpMethod must be non-empty')
    if (type.startsWith('HTTP')) checkHttpUri(uri)
    else checkArn(integration)
  }
  const isEdge = settingsOf(api).endpointConfiguration.types[0] === 'EDGE'
  const longest = isEdge ? LONGEST_TIMEOUT : LONGEST_RAISED_TIMEOUT
  if (timeout < SHORTEST_TIMEOUT || timeout > longest)
    throw badRequest(`Timeout should be between ${SHORTEST_TIMEOUT} ms and ${longest} ms`)
  if (!['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'].includes(passthroughBehavior))
    throw badRequest(`Invalid passthrough behavior specified: ${passthroughBehavior}`)
  checkRequestMappings(integration.requestParameters, method)
  checkTemplates(integration.requestTemplates)
}

function checkHttpUri(uri: string): void {
  if (!/^(?:https?:\/\/.|\$\{stageVariables\.)/i.test(uri)) throw badRequest('Invalid HTTP endpoint specified for URI')
}

function checkArn({ type, uri = '', credentials }: IntegrationRecord): void {
  if (!/^arn:[^:]+:[^:]+:/.test(uri)) throw badRequest('Invalid ARN specified in the request')
  const service = /^arn:[^:]+:apigateway:[^:]*:([^:]+):(?:path|action)\//.exec(uri)?.[1]
  if (service === undefined) throw badRequest('AWS ARN for integration must contain path or action')
  const isLambda = service.split('.').at(-1) === 'lambda'
  if (type === 'AWS_PROXY' && !isLambda && service !== 'firehose')
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    )
  if (!isLambda && credentials === undefined) throw badRequest('Role ARN must be specified for AWS integrations')
}
