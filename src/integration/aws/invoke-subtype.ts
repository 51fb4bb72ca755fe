import { IntegrationFault, type CallInfo, type EndpointResponse } from '../types.js'
import { callService, type ServiceCaller } from './call-service.js'
import { buildSubtypeCall, findSubtype, type SubtypeParameters } from './subtypes.js'

/** One call of a first-class service integration. */
export interface SubtypeInvocation {
  /** `SQS-SendMessage`, … */
  readonly subtype: string
  /** Resolved to text; those without a value are left out. */
  readonly parameters: SubtypeParameters
  /** `credentials` of the integration. */
  readonly roleArn: string | undefined
  readonly call: CallInfo
}

/**
 * Calls the service of an HTTP API's first-class integration.
 *
 * @throws {IntegrationFault} (rejects) `internal` for an unknown subtype or a required parameter without a value
 */
export async function invokeSubtype(caller: ServiceCaller, invocation: SubtypeInvocation): Promise<EndpointResponse> {
  const { subtype: name, parameters, roleArn, call } = invocation
  const subtype = findSubtype(name)
  if (subtype === undefined) throw new IntegrationFault('internal', `${JSON.stringify(name)} is no integration subtype`)
  const missing = subtype.required.filter((parameter) => !parameters.has(parameter))
  if (missing.length > 0) throw new IntegrationFault('internal', `${name}: nothing for ${missing.join(', ')}`)
  const { uri, request } = buildSubtypeCall(subtype, parameters, call.region)
  return callService(caller, uri, { ...request, parameters }, roleArn, call)
}
