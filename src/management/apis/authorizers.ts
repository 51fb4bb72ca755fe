import { apiOf, type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { integerValue, textValue } from '../patch/values.js'
import { filled, present } from '../store/fields.js'
import type { AuthorizerRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { methodUsing } from './method-use.js'

const AUTHORIZER_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/name', ops: ['replace'], value: textValue },
    { path: '/type', ops: ['replace'], value: textValue },
    { path: '/authType', ops: ['replace'] },
    { path: '/authorizerUri', ops: ['replace'] },
    { path: '/authorizerCredentials', ops: ['replace'] },
    { path: '/authorizerResultTtlInSeconds', ops: ['replace'], value: integerValue },
    { path: '/identitySource', ops: ['replace'] },
    { path: '/identityValidationExpression', ops: ['replace'] },
    { path: '/providerARNs', ops: ['add', 'remove', 'replace'], as: 'element' },
  ],
}

const UNKNOWN = 'Invalid Authorizer identifier specified'
const LONGEST_TTL = 3600
const LAMBDA_URI = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/.+\/invocations$/

interface Found {
  readonly api: ApiState
  readonly authorizer: AuthorizerRecord
}

/** The authorizer of that id. @throws ManagementError when it, or the API, is not there */
export function authorizerOf({ state }: Context, restApiId: string, id: string): Found {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, authorizer: found(api.authorizers.get(id), UNKNOWN) }
}

function checkAuthorizer(authorizer: AuthorizerRecord): void {
  const { type, authorizerUri = '', providerARNs, authorizerResultTtlInSeconds: ttl = 0 } = authorizer
  if (ttl < 0 || ttl > LONGEST_TTL)
    throw badRequest(`Authorizer result TTL in seconds must be between 0 and ${LONGEST_TTL}`)
  if (type === 'COGNITO_USER_POOLS') {
    if (providerARNs === undefined) throw badRequest('Authorizer of type COGNITO_USER_POOLS must have provider ARNs')
  } else if (!LAMBDA_URI.test(authorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    )
  }
}

/** The operations of authorizers, but for their test. */
export const authorizerHandlers: Handlers<
  'CreateAuthorizer' | 'GetAuthorizer' | 'GetAuthorizers' | 'UpdateAuthorizer' | 'DeleteAuthorizer'
> = {
  CreateAuthorizer: ({ restApiId, ...input }, context) => {
    const { authorizers } = apiOf(context, restApiId)
    if (authorizers.values().some(({ name }) => name === input.name))
      throw conflict(`Authorizer name must be unique. Authorizer ${input.name} already exists in this RestApi.`)
    const authType = input.authType ?? (input.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom')
    const id = context.newId(6)
    const authorizer = present({ id, ...input, authType, providerARNs: filled(input.providerARNs) })
    checkAuthorizer(authorizer)
    return authorizers.set(id, authorizer)
  },
  GetAuthorizer: ({ restApiId, authorizerId }, context) => authorizerOf(context, restApiId, authorizerId).authorizer,
  GetAuthorizers: (input, context) => pageOf(apiOf(context, input.restApiId).authorizers.values(), input),
  UpdateAuthorizer: ({ restApiId, authorizerId, patchOperations }, context) => {
    const { api, authorizer } = authorizerOf(context, restApiId, authorizerId)
    const patched = applyPatch(authorizer, patchOperations, AUTHORIZER_PATCH)
    checkAuthorizer(patched)
    return api.authorizers.set(authorizer.id, patched)
  },
  DeleteAuthorizer: ({ restApiId, authorizerId }, context) => {
    const { api, authorizer } = authorizerOf(context, restApiId, authorizerId)
    const use = methodUsing(api, (method) => method.authorizerId === authorizer.id)
    if (use !== undefined)
      throw conflict(`Cannot delete authorizer '${authorizer.name}', is referenced in method: ${use}`)
    api.authorizers.delete(authorizer.id)
  },
}
