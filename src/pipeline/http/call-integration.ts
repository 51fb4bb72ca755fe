import { type EndpointResponse, IntegrationFault, type IntegrationFaultKind } from '../../integration/types.js'
import { HttpApiError, internalError, serviceUnavailable } from '../../responses/http-api-error.js'
import { compileServiceCall } from './call-service.js'
import type { HttpInvocation } from './invocation.js'
import type { HttpStepFactory, RouteScope } from './scope.js'

/** Calls the back end and keeps its answer, or turns its fault into the service's answer. */
export const callIntegration: HttpStepFactory = (scope) => {
  const { pointer } = scope.definition
  const call = compileCall(scope)
  const keep = (invocation: HttpInvocation, response: EndpointResponse): void => {
    invocation.endpointResponse = response
  }
  const fail = (fault: unknown): never => {
    throw refusal(fault, pointer)
  }
  return {
    name: 'callIntegration',
    pointer,
    run: (invocation) => {
      try {
        const answer = call(invocation)
        if (answer instanceof Promise) return answer.then((response) => keep(invocation, response), fail)
        return keep(invocation, answer)
      } catch (fault) {
        return fail(fault)
      }
    },
  }
}

type Call = (invocation: HttpInvocation) => EndpointResponse | Promise<EndpointResponse>

function compileCall(scope: RouteScope): Call {
  if (scope.definition.integrationSubtype !== undefined) return compileServiceCall(scope)
  const { integration } = scope
  return ({ integrationRequest }) => {
    if (integrationRequest === undefined) throw new Error('The integration request was not made.')
    return integration.invoke(integrationRequest)
  }
}

/** 503 for a back end that is late or cannot be reached, 500 for what cannot be called at all. */
const UNAVAILABLE: ReadonlySet<IntegrationFaultKind> = new Set(['timeout', 'network', 'unavailable'])

function refusal(fault: unknown, pointer: string): HttpApiError {
  if (fault instanceof HttpApiError) return fault
  const options = { pointer, cause: fault }
  if (!(fault instanceof IntegrationFault)) return internalError(options)
  if (UNAVAILABLE.has(fault.kind)) return serviceUnavailable(options)
  return fault.kind === 'request-too-large'
    ? new HttpApiError(413, 'Request Entity Too Large', options)
    : internalError(options)
}
