import type { QuotaSettings, UsagePlan } from '../types.js'
import { THROTTLE_SETTINGS } from './account.js'
import { COUNT, METHOD_KEY, type Schema, TEXT, TEXT_LIST } from './schema.js'

const QUOTA_SETTINGS: Schema = {
  title: 'QuotaSettings',
  type: 'object',
  properties: {
    limit: COUNT,
    period: { enum: ['DAY', 'WEEK', 'MONTH'] },
    offset: COUNT,
  } satisfies Record<keyof QuotaSettings, Schema>,
  required: ['limit', 'period'],
  additionalProperties: false,
}

const PLAN_STAGE: Schema = {
  title: 'PlanStage',
  type: 'object',
  properties: {
    apiId: TEXT,
    stage: TEXT,
    throttle: {
      title: 'PlanStageThrottle',
      type: 'object',
      propertyNames: METHOD_KEY,
      additionalProperties: THROTTLE_SETTINGS,
    },
  } satisfies Record<keyof NonNullable<UsagePlan['apiStages']>[number], Schema>,
  required: ['stage'],
  additionalProperties: false,
}

/** One of `usagePlans`. */
export const USAGE_PLAN: Schema = {
  title: 'UsagePlan',
  type: 'object',
  properties: {
    id: TEXT,
    name: TEXT,
    throttle: THROTTLE_SETTINGS,
    quota: QUOTA_SETTINGS,
    apiStages: { type: 'array', items: PLAN_STAGE },
    apiKeyIds: TEXT_LIST,
  } satisfies Record<keyof UsagePlan, Schema>,
  additionalProperties: false,
}
