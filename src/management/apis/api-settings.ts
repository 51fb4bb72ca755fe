import { badRequest } from '../management-error.js'
import type { RestApiRecord } from '../store/records.js'

const LARGEST_COMPRESSION_SIZE = 10_485_760

/** Refuses settings that the service does not take, in its words (recorded). */
export function checkApiSettings({ minimumCompressionSize: size, description }: Partial<RestApiRecord>): void {
  if (description === '') throw badRequest('Description cannot be an empty string')
  if (size !== undefined && (size < 0 || size > LARGEST_COMPRESSION_SIZE))
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${LARGEST_COMPRESSION_SIZE}`)
}

/** What a caller may say of an endpoint. */
interface EndpointInput {
  readonly types?: readonly string[]
  readonly ipAddressType?: string
  readonly vpcEndpointIds?: readonly string[]
}

/** The endpoint configuration of a new API: EDGE with IPv4; a private one has both IP versions (recorded). */
export function endpointOf(input: EndpointInput = {}): RestApiRecord['endpointConfiguration'] {
  const { types = ['EDGE'], vpcEndpointIds } = input
  if (types.length === 0) throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.')
  if (types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.')
  const isPrivate = types[0] === 'PRIVATE'
  const ipAddressType = input.ipAddressType ?? (isPrivate ? 'dualstack' : 'ipv4')
  checkAddressType(types, ipAddressType)
  return { types, ipAddressType, ...(vpcEndpointIds !== undefined && { vpcEndpointIds }) }
}

/** Refuses a private API with IPv4 alone. */
export function checkAddressType(types: readonly string[], ipAddressType: string): void {
  if (types[0] === 'PRIVATE' && ipAddressType === 'ipv4')
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.')
}
