import type { CanarySettings } from '../types.js'
import { ANY, BOOLEAN, type Schema } from './schema.js'
import { STAGE_VARIABLES } from './stage-variables.js'

/** `canarySettings` of a stage. */
export const CANARY_SETTINGS: Schema = {
  title: 'CanarySettings',
  type: 'object',
  properties: {
    percentTraffic: { type: 'number', minimum: 0, maximum: 100 },
    stageVariableOverrides: STAGE_VARIABLES,
    useStageCache: BOOLEAN,
    // The importer's to check, as the definition of the API itself.
    definition: ANY,
  } satisfies Record<keyof CanarySettings, Schema>,
  additionalProperties: false,
}
