import type { EndpointResponse } from '../../integration/types.js'
import { invokeSubtype } from '../../integration/index.js'
import { fillStageVariables } from '../../integration/uri-template.js'
import { compileHttpValue } from '../../transformer/http-mapping.js'
import { InvocationCall } from '../call-info.js'
import type { HttpInvocation } from './invocation.js'
import type { RouteScope } from './scope.js'

/**
 * Makes the call of a first-class integration: the parameters of its action are mapped from the request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export function compileServiceCall({
  definition,
  services,
  variables,
}: RouteScope): (invocation: HttpInvocation) => Promise<EndpointResponse> {
  const subtype = definition.integrationSubtype ?? ''
  const roleArn =
    definition.credentialsArn === undefined ? undefined : fillStageVariables(definition.credentialsArn, variables)
  const values = [...definition.requestParameters].flatMap(([name, expression]) => {
    const value = compileHttpValue(expression, 'request')
    return value === undefined ? [] : [[name, value] as const]
  })
  return (invocation) => {
    const parameters = new Map<string, string>()
    for (const [name, value] of values) {
      const text = value(invocation)
      if (text !== undefined) parameters.set(name, text)
    }
    const call = new InvocationCall(invocation, definition.timeoutInMillis)
    return invokeSubtype(services, { subtype, parameters, roleArn, call })
  }
}
