import type { VpcLinkConfig } from '../../integration/http/vpc-links.js'
import { type Schema, TEXT, TEXT_BY_NAME } from './schema.js'

/** `vpcLinks` of a gateway. */
export const VPC_LINKS: Schema = {
  type: 'object',
  additionalProperties: {
    anyOf: [
      TEXT,
      {
        title: 'VpcLink',
        type: 'object',
        properties: {
          target: TEXT,
          targets: TEXT_BY_NAME,
        } satisfies Record<keyof Exclude<VpcLinkConfig, string>, Schema>,
        additionalProperties: false,
      },
    ],
  },
}
