import type { DiffOptions } from '../contract/index.js'
import type { AnyStageConfig } from '../deployment/prepared-api.js'
import type { ManagedApi } from './managed-api.js'
import type { ApiState } from './types.js'

/**
 * The settings that two states are compared with. A deployment or definition beside a stage is compared as that stage would
 * serve it.
 */
export function comparedStages(
  api: ManagedApi,
  from: ApiState,
  to: ApiState | undefined,
): NonNullable<DiffOptions['stages']> {
  const settings = (state: ApiState | undefined): AnyStageConfig | undefined =>
    state !== undefined && 'stageName' in state ? api.stageOf(state.stageName).settings : undefined
  const before = settings(from) ?? settings(to)
  const after = settings(to) ?? settings(from)
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
}
