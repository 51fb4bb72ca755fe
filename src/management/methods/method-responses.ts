import { type Context, found, type Handlers } from '../context.js'
import { conflict } from '../management-error.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { flagValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { ownField, present } from '../store/fields.js'
import type { MethodResponseRecord } from '../store/records.js'
import { type FoundMethod, methodOf, setMethod, withEntry, withoutEntry } from './find.js'
import { checkMethodResponseParameters, mappingsOf } from './mappings.js'
import { checkModels } from './methods.js'

const METHOD_RESPONSE_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/responseParameters/*', ops: ['add', 'remove', 'replace'], as: 'entry', value: flagValue },
    {
      path: '/responseModels/*',
      ops: ['add', 'remove', 'replace'],
      as: 'entry',
      missing: 'Content-Type specified was not found',
    },
  ],
}

/** What is said of a response that is not there. */
export const UNKNOWN_RESPONSE = 'Invalid Response status code specified'

function responseOf({ method }: FoundMethod, statusCode: string): MethodResponseRecord {
  return found(ownField(method.methodResponses, statusCode), UNKNOWN_RESPONSE)
}

function set(place: FoundMethod, response: MethodResponseRecord): MethodResponseRecord {
  checkMethodResponseParameters(response.responseParameters)
  checkModels(place.api, response.responseModels)
  const methodResponses = withEntry(place.method.methodResponses, response.statusCode, response)
  setMethod(place, { ...place.method, methodResponses })
  return response
}

function put(input: Input<'PutMethodResponse'>, context: Context): MethodResponseRecord {
  const place = methodOf(context, input)
  const { statusCode, responseParameters, responseModels } = input
  if (ownField(place.method.methodResponses, statusCode) !== undefined)
    throw conflict('Response already exists for this resource')
  return set(place, present({ statusCode, responseParameters, responseModels: mappingsOf(responseModels) }))
}

/** The operations of method responses. */
export const methodResponseHandlers: Handlers<
  'PutMethodResponse' | 'GetMethodResponse' | 'UpdateMethodResponse' | 'DeleteMethodResponse'
> = {
  PutMethodResponse: put,
  GetMethodResponse: (input, context) => responseOf(methodOf(context, input), input.statusCode),
  UpdateMethodResponse: (input, context) => {
    const place = methodOf(context, input)
    const response = responseOf(place, input.statusCode)
    return set(place, applyPatch(response, input.patchOperations, METHOD_RESPONSE_PATCH))
  },
  DeleteMethodResponse: (input, context) => {
    const place = methodOf(context, input)
    responseOf(place, input.statusCode)
    const methodResponses = withoutEntry(place.method.methodResponses, input.statusCode)
    setMethod(place, present({ ...place.method, methodResponses }))
  },
}
