import { apiOf, type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { flagValue, textValue } from '../patch/values.js'
import { present } from '../store/fields.js'
import type { RequestValidatorRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { methodUsing } from './method-use.js'

// Recorded, the order of the paths too.
const VALIDATOR_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/name', ops: ['replace'], value: textValue },
    { path: '/validateRequestParameters', ops: ['replace'], value: flagValue },
    { path: '/validateRequestBody', ops: ['replace'], value: flagValue },
  ],
}

const UNKNOWN = 'Invalid Request Validator identifier specified'

interface Found {
  readonly api: ApiState
  readonly validator: RequestValidatorRecord
}

// Of an API that is not there the service says that the validator is not (recorded).
function validatorOf({ state }: Context, restApiId: string, id: string): Found {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, validator: found(api.requestValidators.get(id), UNKNOWN) }
}

/** The operations of request validators. */
export const requestValidatorHandlers: Handlers<
  | 'CreateRequestValidator'
  | 'GetRequestValidator'
  | 'GetRequestValidators'
  | 'UpdateRequestValidator'
  | 'DeleteRequestValidator'
> = {
  CreateRequestValidator: ({ restApiId, name, ...flags }, context) => {
    const api = context.state.apis.get(restApiId)
    // Recorded: here it is a bad request.
    if (api === undefined) throw badRequest('Invalid REST API identifier specified')
    const { validateRequestBody = false, validateRequestParameters = false } = flags
    const id = context.newId(6)
    return api.requestValidators.set(id, present({ id, name, validateRequestBody, validateRequestParameters }))
  },
  GetRequestValidator: ({ restApiId, requestValidatorId }, context) =>
    validatorOf(context, restApiId, requestValidatorId).validator,
  GetRequestValidators: (input, context) => pageOf(apiOf(context, input.restApiId).requestValidators.values(), input),
  UpdateRequestValidator: ({ restApiId, requestValidatorId, patchOperations }, context) => {
    const { api, validator } = validatorOf(context, restApiId, requestValidatorId)
    const patched = applyPatch(validator, patchOperations, VALIDATOR_PATCH)
    if (patched.name === '') throw badRequest('Request Validator name cannot be blank')
    return api.requestValidators.set(validator.id, patched)
  },
  DeleteRequestValidator: ({ restApiId, requestValidatorId }, context) => {
    const { api, validator } = validatorOf(context, restApiId, requestValidatorId)
    const use = methodUsing(api, (method) => method.requestValidatorId === validator.id)
    if (use !== undefined)
      throw conflict(
        `Cannot delete request validator '${validator.name ?? validator.id}', is referenced in method: ${use}`,
      )
    api.requestValidators.delete(validator.id)
  },
}
