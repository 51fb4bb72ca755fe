import {
  type EndpointResponse,
  type Integration,
  IntegrationFault,
  type IntegrationFaultKind,
} from '../../integration/types.js'
import { GatewayResponseError, type GatewayResponseOptions } from '../../responses/gateway-response-error.js'
import type { GatewayResponseType } from '../../responses/types.js'
import type { BaseInvocation } from '../base-invocation.js'
import type { StepFactory } from './scope.js'

/** Calls the back end and keeps its answer, or turns its fault into the service's gateway response. */
export const callIntegration: StepFactory = (scope) => {
  const definition = scope.method.integration
  if (definition === undefined) return undefined
  return integrationStep(scope.integration, definition.pointer)
}

/** The step that calls an integration, of every protocol whose refusals are gateway responses. */
export function integrationStep(
  integration: Integration,
  pointer: string,
): { name: string; pointer: string; run(invocation: BaseInvocation): void | Promise<void> } {
  return {
    name: 'callIntegration',
    pointer,
    run: (invocation) => {
      const request = invocation.integrationRequest
      if (request === undefined) throw new Error('The integration request was not made.')
      try {
        const answer = integration.invoke(request)
        if (!(answer instanceof Promise)) {
          invocation.endpointResponse = answer
          return undefined
        }
        return answer.then(
          (response) => keep(invocation, response),
          (fault: unknown) => refuse(fault, pointer),
        )
      } catch (fault) {
        return refuse(fault, pointer)
      }
    },
  }
}

function keep(invocation: BaseInvocation, response: EndpointResponse): void {
  invocation.endpointResponse = response
}

const FAULTS: Readonly<Record<IntegrationFaultKind, readonly [GatewayResponseType, GatewayResponseOptions]>> = {
  timeout: ['INTEGRATION_TIMEOUT', {}],
  network: ['INTEGRATION_FAILURE', { statusCode: 504, message: 'Network error communicating with endpoint' }],
  'invalid-uri': ['API_CONFIGURATION_ERROR', {}],
  'not-permitted': ['API_CONFIGURATION_ERROR', {}],
  unavailable: [
    'INTEGRATION_FAILURE',
    { statusCode: 503, message: 'Service Unavailable', errorType: 'ServiceUnavailableException' },
  ],
  'request-too-large': ['REQUEST_TOO_LARGE', {}],
  'bad-response': ['INTEGRATION_FAILURE', { statusCode: 502, message: 'Internal server error' }],
  internal: ['INTEGRATION_FAILURE', { statusCode: 500, message: 'Internal server error' }],
}

function refuse(fault: unknown, pointer: string): never {
  if (fault instanceof GatewayResponseError) throw fault
  const [type, options] = FAULTS[fault instanceof IntegrationFault ? fault.kind : 'internal']
  throw new GatewayResponseError(type, { ...options, cause: fault, pointer })
}
