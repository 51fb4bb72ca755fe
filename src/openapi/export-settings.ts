import type { RestApi } from '../api/model.js'
import type { ExportType } from './export-operations.js'
import { filledMap } from './export-integrations.js'
import { optional } from './import-context.js'

type Fields = Readonly<Record<string, unknown>>

/** Where the exported stage is. */
export interface ExportAddress {
  /** `a1b2c3.execute-api.us-east-1.amazonaws.com` */
  readonly host: string
  readonly stageName: string
}

/** `servers`, or Swagger's `host`, `basePath` and `schemes`. */
export function exportAddress(exportType: ExportType, { host, stageName }: ExportAddress, endpoint: Fields): Fields {
  if (exportType === 'swagger') return { host, basePath: `/${stageName}`, schemes: ['https'], ...endpoint }
  const variables = { basePath: { default: stageName } }
  return { servers: [{ url: `https://${host}/{basePath}`, variables, ...endpoint }] }
}

/** `x-amazon-apigateway-endpoint-configuration`; the endpoint's type is never exported (documented). */
export function exportEndpoint(api: RestApi): Fields {
  const { vpcEndpointIds } = api.endpointConfiguration
  const settings = {
    ...(api.disableExecuteApiEndpoint ? { disableExecuteApiEndpoint: true } : {}),
    ...optional('vpcEndpointIds', vpcEndpointIds),
  }
  return Object.keys(settings).length === 0 ? {} : { 'x-amazon-apigateway-endpoint-configuration': settings }
}

/** The extensions of the root that are the API's own settings. */
export function exportApiSettings(api: RestApi): Fields {
  return {
    ...(api.apiKeySource === 'HEADER' ? {} : { 'x-amazon-apigateway-api-key-source': api.apiKeySource }),
    ...(api.binaryMediaTypes.length === 0 ? {} : { 'x-amazon-apigateway-binary-media-types': api.binaryMediaTypes }),
    ...optional('x-amazon-apigateway-minimum-compression-size', api.minimumCompressionSize),
    ...optional('x-amazon-apigateway-policy', api.policy),
    ...optional('x-amazon-apigateway-endpoint-access-mode', api.endpointAccessMode),
    ...optional('x-amazon-apigateway-security-policy', api.securityPolicy),
  }
}

/** `x-amazon-apigateway-gateway-responses`, of those that are customised. */
export function exportGatewayResponses(api: RestApi): Fields {
  if (api.gatewayResponses.size === 0) return {}
  const responses = [...api.gatewayResponses.values()].map((response) => [
    response.responseType,
    {
      ...optional('statusCode', response.statusCode === undefined ? undefined : Number(response.statusCode)),
      ...filledMap('responseParameters', response.responseParameters),
      ...filledMap('responseTemplates', response.responseTemplates),
    },
  ])
  return { 'x-amazon-apigateway-gateway-responses': Object.fromEntries(responses) }
}

/** `x-amazon-apigateway-request-validators`. */
export function exportRequestValidators(api: RestApi): Fields {
  if (api.requestValidators.size === 0) return {}
  const validators = [...api.requestValidators.values()].map(
    ({ name, validateRequestBody, validateRequestParameters }) => [
      name,
      { validateRequestParameters, validateRequestBody },
    ],
  )
  return { 'x-amazon-apigateway-request-validators': Object.fromEntries(validators) }
}
