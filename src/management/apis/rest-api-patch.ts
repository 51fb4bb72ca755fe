import { badRequest } from '../management-error.js'
import type { Draft, PatchCall, PatchTable } from '../patch/patch-target.js'
import { flagValue, integerValue, textValue } from '../patch/values.js'
import type { RestApiRecord } from '../store/records.js'
import { checkAddressType } from './api-settings.js'

type Endpoint = {
  -readonly [Name in keyof RestApiRecord['endpointConfiguration']]: string | readonly string[] | undefined
}

function endpointIn(draft: Draft): Endpoint {
  return draft['endpointConfiguration'] as Endpoint
}

const ENDPOINT_TYPES = ['REGIONAL', 'EDGE', 'PRIVATE']

// The path names the type to be replaced or its place in the list; there is one, so either means the whole list.
function replaceType(draft: Draft, { value = '' }: PatchCall): void {
  if (!ENDPOINT_TYPES.includes(value))
    throw badRequest(`Invalid EndpointTypes specified. Valid options are ${ENDPOINT_TYPES.join(',')}`)
  const endpoint = endpointIn(draft)
  endpoint.types = [value]
  if (value === 'PRIVATE') endpoint.ipAddressType = 'dualstack'
}

function replaceAddressType(draft: Draft, { value = '' }: PatchCall): void {
  if (value !== 'ipv4' && value !== 'dualstack') throw badRequest('ipAddressType must be either ipv4 or dualstack.')
  const endpoint = endpointIn(draft)
  checkAddressType(endpoint.types as readonly string[], value)
  endpoint.ipAddressType = value
}

/** What UpdateRestApi takes. @see https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
export const REST_API_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/name', ops: ['replace'] },
    { path: '/description', ops: ['replace'] },
    { path: '/version', ops: ['replace'] },
    { path: '/policy', ops: ['replace'] },
    { path: '/apiKeySource', ops: ['replace'], value: textValue },
    { path: '/disableExecuteApiEndpoint', ops: ['replace'], value: flagValue },
    { path: '/minimumCompressionSize', ops: ['replace'], value: integerValue },
    { path: '/securityPolicy', ops: ['replace'] },
    { path: '/endpointAccessMode', ops: ['replace'] },
    { path: '/binaryMediaTypes/*', ops: ['add', 'remove', 'replace'], as: 'item' },
    { path: '/endpointConfiguration/types/*', ops: ['replace'], apply: replaceType },
    { path: '/endpointConfiguration/ipAddressType', ops: ['replace'], apply: replaceAddressType },
    { path: '/endpointConfiguration/vpcEndpointIds', ops: ['add', 'remove', 'replace'], as: 'element' },
  ],
}
