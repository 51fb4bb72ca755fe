import type { GatewaySettings } from '../../config/types.js'
import { createBackEnds } from '../../deployment/api-input.js'
import { createModules } from '../../deployment/create-modules.js'
import { deployStage } from '../../deployment/deploy-stage.js'
import { Invocation } from '../../pipeline/invocation.js'
import { handleRest } from '../../pipeline/rest.js'
import type { Runtime } from '../../runtime/runtime.js'
import { createTemplateStore } from '../../transformer/template-store.js'
import type { Invoke } from '../context.js'

/** The stage that a test call is made to, as functions see it (documented). */
const TEST_STAGE = 'test-invoke-stage'

/** Makes the way of test calls into the data plane: the pipeline itself, over an API that nobody has deployed. */
export function createInvoke(backEnds: GatewaySettings, runtime: Runtime): Invoke {
  // Made at the first test call: most programs make none.
  let modules: ReturnType<typeof createModules> | undefined
  return async ({ api, stageVariables, request, observer }) => {
    modules ??= createModules(backEnds, runtime)
    const ends = createBackEnds({ gatewayConfig: backEnds, runtime, modules: { ...modules, observer } }, {})
    const stage = deployStage({
      api,
      apiId: api.id ?? 'restapi',
      stageName: TEST_STAGE,
      stage: { variables: stageVariables },
      region: runtime.region,
      integrations: ends.integrations,
      templates: createTemplateStore(backEnds.transformers),
      modules: ends.modules,
    })
    const [resourcePath = '/', rawQuery = ''] = request.path.split('?')
    return handleRest(new Invocation(runtime, { request, stage, resourcePath, rawQuery, calledPath: resourcePath }))
  }
}
