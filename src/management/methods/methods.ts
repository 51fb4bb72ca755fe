import type { Context, Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { flagValue, textValue } from '../patch/values.js'
import type { Input } from '../service-model/operations.js'
import { ownField, present, someText } from '../store/fields.js'
import type { MethodRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { deleteMethod, methodOf, resourceOf, setMethod } from './find.js'
import { checkMethodParameters, mappingsOf } from './mappings.js'

const METHOD_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/authorizationType', ops: ['replace'], value: textValue },
    { path: '/authorizerId', ops: ['replace'] },
    { path: '/apiKeyRequired', ops: ['replace'], value: flagValue },
    { path: '/operationName', ops: ['replace'] },
    { path: '/requestValidatorId', ops: ['replace'] },
    { path: '/authorizationScopes', ops: ['add', 'remove', 'replace'], as: 'element' },
    { path: '/requestParameters/*', ops: ['add', 'remove', 'replace'], as: 'entry', value: flagValue },
    {
      path: '/requestModels/*',
      ops: ['add', 'remove', 'replace'],
      as: 'entry',
      missing: 'Content-Type specified was not found',
    },
  ],
}

const HTTP_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']
const AUTHORIZATION_TYPES = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']
const WITH_AUTHORIZER = new Set(['CUSTOM', 'COGNITO_USER_POOLS'])

/** Refuses models that the API does not have. */
export function checkModels(api: ApiState, models: Readonly<Record<string, string>> | undefined): void {
  for (const name of Object.values(models ?? {}))
    if (!api.models.has(name)) throw badRequest(`Invalid model identifier specified: ${name}`)
}

/** Checks what a method refers to, and leaves out an authorizer that its authorization does not ask. */
function checked(api: ApiState, method: MethodRecord): MethodRecord {
  const { authorizationType, authorizerId, requestValidatorId } = method
  if (!AUTHORIZATION_TYPES.includes(authorizationType))
    throw badRequest(`Invalid authorization type specified. Valid options are ${AUTHORIZATION_TYPES.join(',')}`)
  const asksAuthorizer = WITH_AUTHORIZER.has(authorizationType)
  if (asksAuthorizer && !api.authorizers.has(authorizerId ?? ''))
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    )
  checkMethodParameters(method.requestParameters)
  checkModels(api, method.requestModels)
  if (requestValidatorId !== undefined && !api.requestValidators.has(requestValidatorId))
    throw badRequest('Invalid Request Validator identifier specified')
  return present({ ...method, authorizerId: asksAuthorizer ? authorizerId : undefined })
}

function put(input: Input<'PutMethod'>, context: Context): MethodRecord {
  const place = resourceOf(context, input.restApiId, input.resourceId)
  const { httpMethod, authorizationType, authorizationScopes, requestParameters } = input
  if (!HTTP_METHODS.includes(httpMethod))
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(',')}`)
  if (ownField(place.resource.resourceMethods, httpMethod) !== undefined)
    throw conflict('Method already exists for this resource')
  const method: MethodRecord = present({
    httpMethod,
    authorizationType,
    authorizerId: input.authorizerId,
    authorizationScopes,
    apiKeyRequired: input.apiKeyRequired ?? false,
    requestValidatorId: someText(input.requestValidatorId),
    operationName: someText(input.operationName),
    requestParameters,
    requestModels: mappingsOf(input.requestModels),
  })
  return setMethod(place, checked(place.api, method))
}

/** The operations of methods. */
export const methodHandlers: Handlers<'PutMethod' | 'GetMethod' | 'UpdateMethod' | 'DeleteMethod'> = {
  PutMethod: put,
  GetMethod: (input, context) => methodOf(context, input).method,
  UpdateMethod: (input, context) => {
    const place = methodOf(context, input)
    return setMethod(place, checked(place.api, applyPatch(place.method, input.patchOperations, METHOD_PATCH)))
  },
  DeleteMethod: (input, context) => deleteMethod(methodOf(context, input), input.httpMethod),
}
