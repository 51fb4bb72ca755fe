import { type Context, found, type Handlers } from '../context.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { templateValue, textValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { ownField, present } from '../store/fields.js'
import type { IntegrationResponseRecord } from '../store/records.js'
import { type FoundIntegration, integrationOf, setIntegration, withEntry, withoutEntry } from './find.js'
import { checkResponseMappings, checkTemplates, mappingsOf, templatesOf } from './mappings.js'
import { UNKNOWN_RESPONSE } from './method-responses.js'

const INTEGRATION_RESPONSE_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/selectionPattern', ops: ['replace'], value: textValue },
    { path: '/contentHandling', ops: ['replace', 'remove'] },
    { path: '/responseParameters/*', ops: ['add', 'remove', 'replace'], as: 'entry', value: textValue },
    {
      path: '/responseTemplates/*',
      ops: ['add', 'remove', 'replace'],
      as: 'entry',
      value: templateValue,
      missing: 'Content-Type specified was not found',
    },
  ],
}

function responseOf({ integration }: FoundIntegration, statusCode: string): IntegrationResponseRecord {
  return found(ownField(integration.integrationResponses, statusCode), UNKNOWN_RESPONSE)
}

function set(place: FoundIntegration, response: IntegrationResponseRecord): IntegrationResponseRecord {
  checkTemplates(response.responseTemplates)
  checkResponseMappings(response.responseParameters, place.method, response.statusCode)
  const integrationResponses = withEntry(place.integration.integrationResponses, response.statusCode, response)
  setIntegration(place, { ...place.integration, integrationResponses })
  return response
}

function put(input: Input<'PutIntegrationResponse'>, context: Context): IntegrationResponseRecord {
  const place = integrationOf(context, input)
  const { statusCode, selectionPattern, contentHandling } = input
  return set(
    place,
    present({
      statusCode,
      selectionPattern,
      contentHandling,
      responseParameters: mappingsOf(input.responseParameters),
      responseTemplates: templatesOf(input.responseTemplates),
    }),
  )
}

/** The operations of integration responses. */
export const integrationResponseHandlers: Handlers<
  'PutIntegrationResponse' | 'GetIntegrationResponse' | 'UpdateIntegrationResponse' | 'DeleteIntegrationResponse'
> = {
  PutIntegrationResponse: put,
  GetIntegrationResponse: (input, context) => responseOf(integrationOf(context, input), input.statusCode),
  UpdateIntegrationResponse: (input, context) => {
    const place = integrationOf(context, input)
    const response = responseOf(place, input.statusCode)
    return set(place, applyPatch(response, input.patchOperations, INTEGRATION_RESPONSE_PATCH))
  },
  DeleteIntegrationResponse: (input, context) => {
    // Recorded: here a method that is not there is an integration that is not.
    const place = integrationOf(context, input, 'Invalid Integration identifier specified')
    responseOf(place, input.statusCode)
    const integrationResponses = withoutEntry(place.integration.integrationResponses, input.statusCode)
    setIntegration(place, present({ ...place.integration, integrationResponses }))
  },
}
