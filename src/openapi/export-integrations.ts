import type { IntegrationDefinition, IntegrationResponseDefinition } from '../api/model.js'
import { optional } from './import-context.js'

type Fields = Readonly<Record<string, unknown>>

/** `x-amazon-apigateway-integration`; settings that have the service's default are left out (recorded). */
export function exportIntegration(integration: IntegrationDefinition): Fields {
  const { connectionType, responseTransferMode, timeoutInMillis, cacheKeyParameters } = integration
  return {
    type: integration.type.toLowerCase(),
    ...optional('httpMethod', integration.httpMethod),
    ...optional('uri', integration.uri),
    ...optional('credentials', integration.credentials),
    ...(connectionType === 'INTERNET' ? {} : { connectionType }),
    ...optional('connectionId', integration.connectionId),
    ...optional('integrationTarget', integration.integrationTarget),
    ...exportResponses(integration.integrationResponses),
    ...filledMap('requestParameters', integration.requestParameters),
    ...filledMap('requestTemplates', integration.requestTemplates),
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    ...optional('contentHandling', integration.contentHandling),
    ...(timeoutInMillis === 29_000 ? {} : { timeoutInMillis }),
    ...(responseTransferMode === 'BUFFERED' ? {} : { responseTransferMode }),
    ...optional('tlsConfig', integration.tlsConfig),
    ...optional('cacheNamespace', integration.cacheNamespace),
    ...(cacheKeyParameters.length === 0 ? {} : { cacheKeyParameters }),
  }
}

function exportResponses(responses: readonly IntegrationResponseDefinition[]): Fields {
  if (responses.length === 0) return {}
  return {
    responses: Object.fromEntries(
      responses.map((response) => [
        response.selectionPattern ?? 'default',
        {
          statusCode: response.statusCode,
          ...filledMap('responseParameters', response.responseParameters),
          ...filledMap('responseTemplates', response.responseTemplates),
          ...optional('contentHandling', response.contentHandling),
        },
      ]),
    ),
  }
}

/** `{ [name]: values }`, or nothing when there are none. */
export function filledMap(name: string, values: ReadonlyMap<string, unknown>): Fields {
  return values.size === 0 ? {} : { [name]: Object.fromEntries(values) }
}
