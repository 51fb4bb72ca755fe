import type { ApiKey } from '../types.js'
import { BOOLEAN, type Schema, TEXT } from './schema.js'

/**
 * One of `apiKeys`. The service takes 20 to 128 characters for a value; shorter ones are taken here, for tests, but never an
 * empty one, which any empty header would match.
 */
export const API_KEY: Schema = {
  title: 'ApiKey',
  type: 'object',
  properties: {
    id: TEXT,
    name: TEXT,
    value: { title: 'ApiKeyValue', type: 'string', minLength: 1, maxLength: 128, secret: true },
    enabled: BOOLEAN,
  } satisfies Record<keyof ApiKey, Schema>,
  required: ['value'],
  additionalProperties: false,
}
