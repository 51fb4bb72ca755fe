import type { Context, Handlers } from '../context.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { flagValue, integerValue, templateValue, textValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { present } from '../store/fields.js'
import type { IntegrationRecord } from '../store/records.js'
import { checkIntegration } from './check-integration.js'
import { integrationOf, methodOf, setIntegration, setMethod } from './find.js'
import { mappingsOf, templatesOf } from './mappings.js'

const INTEGRATION_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/type', ops: ['replace'], value: textValue },
    { path: '/httpMethod', ops: ['replace'] },
    { path: '/uri', ops: ['replace'] },
    { path: '/credentials', ops: ['replace'] },
    { path: '/connectionType', ops: ['replace'] },
    { path: '/connectionId', ops: ['replace'] },
    { path: '/passthroughBehavior', ops: ['replace'], value: textValue },
    { path: '/contentHandling', ops: ['replace', 'remove'] },
    { path: '/timeoutInMillis', ops: ['replace'], value: integerValue },
    { path: '/cacheNamespace', ops: ['replace'] },
    { path: '/tlsConfig/insecureSkipVerification', ops: ['replace'], value: flagValue },
    { path: '/responseTransferMode', ops: ['replace'] },
    { path: '/integrationTarget', ops: ['replace'] },
    { path: '/cacheKeyParameters/*', ops: ['add', 'remove', 'replace'], as: 'item' },
    { path: '/requestParameters/*', ops: ['add', 'remove', 'replace'], as: 'entry', value: textValue },
    {
      path: '/requestTemplates/*',
      ops: ['add', 'remove', 'replace'],
      as: 'entry',
      value: templateValue,
      missing: 'Content-Type specified was not found',
    },
  ],
}

/** A mock calls nothing, so it keeps no address (recorded). */
function addressOf(input: Input<'PutIntegration'>): Partial<IntegrationRecord> {
  if (input.type === 'MOCK') return {}
  const isHttp = input.type.startsWith('HTTP')
  return present({
    httpMethod: input.integrationHttpMethod,
    uri: input.uri,
    credentials: input.credentials,
    // Recorded: shown of HTTP integrations only, where it is the Internet.
    connectionType: input.connectionType ?? (isHttp ? 'INTERNET' : undefined),
    connectionId: input.connectionId,
    tlsConfig: input.tlsConfig,
    integrationTarget: input.integrationTarget,
  })
}

function put(input: Input<'PutIntegration'>, context: Context): IntegrationRecord {
  const place = methodOf(context, input)
  const integration: IntegrationRecord = present({
    type: input.type,
    ...addressOf(input),
    requestParameters: mappingsOf(input.requestParameters),
    requestTemplates: templatesOf(input.requestTemplates),
    passthroughBehavior: input.passthroughBehavior ?? 'WHEN_NO_MATCH',
    contentHandling: input.contentHandling,
    timeoutInMillis: input.timeoutInMillis ?? 29_000,
    cacheNamespace: input.cacheNamespace ?? place.resource.id,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    responseTransferMode: input.responseTransferMode,
  })
  checkIntegration(place.api, place.method, integration)
  return setIntegration(place, integration)
}

/** The operations of integrations. */
export const integrationHandlers: Handlers<
  'PutIntegration' | 'GetIntegration' | 'UpdateIntegration' | 'DeleteIntegration'
> = {
  PutIntegration: put,
  GetIntegration: (input, context) => integrationOf(context, input).integration,
  UpdateIntegration: (input, context) => {
    const place = integrationOf(context, input)
    const patched = applyPatch(place.integration, input.patchOperations, INTEGRATION_PATCH)
    const integration: IntegrationRecord = { ...patched, cacheKeyParameters: patched.cacheKeyParameters ?? [] }
    checkIntegration(place.api, place.method, integration)
    return setIntegration(place, integration)
  },
  DeleteIntegration: (input, context) => {
    const place = integrationOf(context, input)
    setMethod(place, present({ ...place.method, methodIntegration: undefined }))
  },
}
