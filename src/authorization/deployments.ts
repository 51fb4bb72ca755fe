import { createMemoryResults } from '../authorizer/index.js'
import { compileGateway } from '../deployment/compile-gateway.js'
import type { AnyGatewayConfig } from '../deployment/create-modules.js'
import { stableId } from '../deployment/stable-id.js'
import { UsageError } from '../errors.js'
import type { AnyDeployedStage } from '../pipeline/handle.js'
import type { Runtime } from '../runtime/runtime.js'

/** What a gateway serves, and on which clock. */
export interface Deployments {
  readonly runtime: Runtime
  readonly stages: Iterable<AnyDeployedStage>
}

/** Compiles a config for looking at: with a memory of its own for authorizer results, and with nobody watching. */
export function deploymentsOf(config: AnyGatewayConfig): Deployments {
  const { observer: _, ...rest } = config
  const { runtime, stages } = compileGateway({ ...rest, authorizerResults: createMemoryResults() })
  const found: AnyDeployedStage[] = []
  for (const [apiId, stageName] of stageNames(config)) {
    const stage = stages.get(apiId, stageName)
    if (stage === undefined) throw new UsageError('ERR_UNKNOWN_STAGE', `There is no stage ${apiId}/${stageName}.`)
    found.push(stage)
  }
  return { runtime, stages: found }
}

function* stageNames(config: AnyGatewayConfig): Generator<[apiId: string, stageName: string]> {
  const own = stableId('api', 10)
  const apis = [[own, config] as const, ...Object.entries(config.apis ?? {})]
  for (const [apiId, api] of apis) {
    const target = 'target' in api ? api.target : undefined
    const definition = 'definition' in api ? api.definition : undefined
    if (definition === undefined && api.routes === undefined && target === undefined) continue
    const names = Object.keys(api.stages ?? { [api.protocolType === 'HTTP' ? '$default' : 'prod']: {} })
    for (const name of names) yield [apiId, name]
  }
}
