import type { StageConfig } from '../types.js'
import { CANARY_SETTINGS } from './canary.js'
import { METHOD_SETTING } from './method-setting.js'
import { BOOLEAN, METHOD_KEY, type Schema, STAGE_NAME, TEXT } from './schema.js'
import { STAGE_VARIABLES } from './stage-variables.js'

const METHOD_SETTINGS: Schema = {
  title: 'MethodSettings',
  type: 'object',
  propertyNames: METHOD_KEY,
  additionalProperties: METHOD_SETTING,
}

const REST_STAGE: Schema = {
  title: 'RestStage',
  type: 'object',
  properties: {
    variables: STAGE_VARIABLES,
    methodSettings: METHOD_SETTINGS,
    cacheClusterEnabled: BOOLEAN,
    cacheClusterSize: { enum: ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] },
    canarySettings: CANARY_SETTINGS,
    tracingEnabled: BOOLEAN,
    deploymentId: TEXT,
    description: TEXT,
    documentationVersion: TEXT,
    webAclArn: TEXT,
    clientCertificateId: TEXT,
  } satisfies Record<keyof StageConfig, Schema>,
  notBuilt: ['accessLogSettings'],
  additionalProperties: false,
}

/** `stages` of a REST API. */
export const REST_STAGES: Schema = {
  title: 'RestStages',
  type: 'object',
  propertyNames: STAGE_NAME,
  additionalProperties: REST_STAGE,
}
