import type { EndpointConfiguration } from '../../api/model.js'
import { ENDPOINT_TYPES, type Schema, TEXT_LIST } from './schema.js'

/** `endpointConfiguration` of an API. */
export const ENDPOINT_CONFIGURATION: Schema = {
  title: 'EndpointConfiguration',
  type: 'object',
  properties: {
    types: ENDPOINT_TYPES,
    vpcEndpointIds: TEXT_LIST,
    ipAddressType: { enum: ['ipv4', 'dualstack'] },
  } satisfies Record<keyof EndpointConfiguration, Schema>,
  additionalProperties: false,
}
