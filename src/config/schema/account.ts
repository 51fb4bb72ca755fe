import type { GatewayConfig, ThrottleSettings } from '../types.js'
import { COUNT, NOT_NEGATIVE, type Schema, TEXT } from './schema.js'

/** `throttle` of the account, of a usage plan and of a plan's methods. */
export const THROTTLE_SETTINGS: Schema = {
  title: 'ThrottleSettings',
  type: 'object',
  properties: {
    rateLimit: NOT_NEGATIVE,
    burstLimit: COUNT,
  } satisfies Record<keyof ThrottleSettings, Schema>,
  additionalProperties: false,
}

/** `account` of a gateway. */
export const ACCOUNT: Schema = {
  title: 'Account',
  type: 'object',
  properties: {
    id: TEXT,
    region: TEXT,
    throttle: THROTTLE_SETTINGS,
  } satisfies Record<keyof NonNullable<GatewayConfig['account']>, Schema>,
  additionalProperties: false,
}
