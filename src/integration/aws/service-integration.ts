import type { IntegrationDefinition } from '../../api/model.js'
import type { Integration } from '../types.js'
import { callService, type ServiceCaller } from './call-service.js'
import { buildServiceRequest } from './service-request.js'
import { parseServiceUri, type ServiceUri } from './service-uri.js'

/**
 * Makes the integration of a method with an AWS service (`AWS`): the integration request in the protocol of the service, signed
 * for the integration's role.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
 */
export function createServiceIntegration(definition: IntegrationDefinition, caller: ServiceCaller): Integration {
  let known: { readonly text: string; readonly uri: ServiceUri } | undefined
  return {
    invoke: (request) => {
      if (known?.text !== request.uri) known = { text: request.uri, uri: parseServiceUri(request.uri) }
      const { httpMethod: method, headers, body, call } = request
      const wire = buildServiceRequest(known.uri, { method, headers, body })
      return callService(caller, known.uri, wire, request.credentials ?? definition.credentials, call)
    },
  }
}
