import type { AuthorizerDefinition, Method, RestApi } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { missingFrom, sameValue } from './same-value.js'

/** Compares who may call a method: authorization, authorizer, scopes, API key. */
export function diffAuthorization(
  list: ChangeList,
  [before, oldApi]: readonly [Method, RestApi],
  [after, newApi]: readonly [Method, RestApi],
): void {
  diffAuthorizationType(list, before, after, after.pointer)
  diffApiKey(list, before, after, after.pointer)
  if (before.authorizationType === 'NONE' || before.authorizationType !== after.authorizationType) return
  if (after.authorizationType === 'COGNITO_USER_POOLS')
    diffScopes(list, before.authorizationScopes ?? [], after.authorizationScopes ?? [], true, after.pointer)
  const old = before.authorizer === undefined ? undefined : oldApi.authorizers.get(before.authorizer)
  const now = after.authorizer === undefined ? undefined : newApi.authorizers.get(after.authorizer)
  if (old !== undefined && now !== undefined) diffAuthorizers(list, old, now)
}

/** What any protocol says of a route's authorization. */
export interface Authorized {
  readonly authorizationType: string
}

/** Reports an authorization that came, went, or is of another kind. */
export function diffAuthorizationType(list: ChangeList, before: Authorized, after: Authorized, pointer: string): void {
  const [old, now] = [before.authorizationType, after.authorizationType]
  if (old === now) return
  const details = { before: old, after: now, pointer }
  if (old === 'NONE') {
    const message = `Callers are asked for authorization (${now}) now.`
    list.breaking('authorization/added', { message, ...details, security: 'stronger' })
  } else if (now === 'NONE') {
    const message = `Nobody is asked for authorization (${old}) any longer.`
    list.safe('authorization/removed', { message, ...details, security: 'weaker' })
  } else {
    list.breaking('authorization/type-changed', {
      message: `Authorization is by ${now} in place of ${old}.`,
      ...details,
    })
  }
}

/** What any protocol says of a route's API key. */
export interface Keyed {
  readonly apiKeyRequired: boolean
}

/** Reports an API key that has become required, or no longer is. */
export function diffApiKey(list: ChangeList, before: Keyed, after: Keyed, pointer: string): void {
  if (before.apiKeyRequired === after.apiKeyRequired) return
  const details = { before: before.apiKeyRequired, after: after.apiKeyRequired, pointer }
  if (after.apiKeyRequired)
    list.breaking('api-key/required', { message: 'Callers need an API key now.', ...details, security: 'stronger' })
  else
    list.safe('api-key/not-required', {
      message: 'Callers need no API key any longer.',
      ...details,
      security: 'weaker',
    })
}

/**
 * Compares scopes, any one of which lets a token in.
 *
 * @param changesToken whether the first scope asks for another kind of token: user pools take an identity token without
 *   scopes and an access token with them (documented)
 */
export function diffScopes(
  list: ChangeList,
  before: readonly string[],
  after: readonly string[],
  changesToken: boolean,
  pointer: string,
): void {
  const details = { before, after, pointer }
  if (before.length === 0 && after.length > 0) {
    const message = `Tokens need one of the scopes ${after.join(', ')} now.`
    list.breaking('authorization/scopes-required', { message, ...details, security: 'stronger' })
    return
  }
  if (before.length > 0 && after.length === 0) {
    const message = 'Tokens need no scope any longer.'
    list.add(changesToken ? 'breaking' : 'safe', 'authorization/scopes-not-required', {
      message,
      ...details,
      security: 'weaker',
    })
    return
  }
  for (const scope of missingFrom(after, before)) {
    const message = `The scope ${scope} lets nobody in any longer.`
    list.breaking('authorization/scope-removed', { message, ...details, security: 'stronger' })
  }
  for (const scope of missingFrom(before, after)) {
    list.safe('authorization/scope-added', {
      message: `The scope ${scope} lets in too.`,
      ...details,
      security: 'weaker',
    })
  }
}

function diffAuthorizers(list: ChangeList, before: AuthorizerDefinition, after: AuthorizerDefinition): void {
  const { pointer } = after
  if (before.type !== after.type) {
    const message = `The authorizer is of the type ${after.type} in place of ${before.type}.`
    list.breaking('authorization/type-changed', { message, before: before.type, after: after.type, pointer })
    return
  }
  diffIdentitySource(list, before.identitySource, after.identitySource, pointer)
  diffTokenPattern(list, before, after)
  diffAuthorizerFunction(list, before.authorizerUri, after.authorizerUri, pointer)
  diffResultTtl(list, before.authorizerResultTtlInSeconds ?? 300, after.authorizerResultTtlInSeconds ?? 300, pointer)
  diffSet(list, 'authorization/user-pools', before.providerARNs ?? [], after.providerARNs ?? [], pointer)
}

/** Reports another place of the identity: a caller who sends it where it was is refused. */
export function diffIdentitySource(list: ChangeList, before: unknown, after: unknown, pointer: string): void {
  if (sameValue(before, after)) return
  const message = 'The authorizer looks for the caller in another place.'
  list.breaking('authorization/identity-source-changed', { message, before, after, pointer })
}

function diffTokenPattern(list: ChangeList, before: AuthorizerDefinition, after: AuthorizerDefinition): void {
  const [old, now] = [before.identityValidationExpression, after.identityValidationExpression]
  if (old === now) return
  list.add(now === undefined ? 'safe' : 'breaking', 'authorization/token-pattern-changed', {
    message: now === undefined ? 'Tokens of any form are looked at.' : 'Tokens of another form are refused.',
    before: old,
    after: now,
    pointer: after.pointer,
  })
}

/** Reports another function that decides: which callers it lets in nobody can say. */
export function diffAuthorizerFunction(list: ChangeList, before: unknown, after: unknown, pointer: string): void {
  if (before === after) return
  list.safe('authorization/function-changed', { message: 'Another function authorizes.', before, after, pointer })
}

/** Reports another time for which results are kept. */
export function diffResultTtl(list: ChangeList, before: number, after: number, pointer: string): void {
  if (before === after) return
  const message = `Results of the authorizer are kept for ${after} seconds.`
  list.safe('authorization/ttl-changed', { message, before, after, pointer })
}

/** Reports what a list of things that let in has lost (`…-removed`) and won (`…-added`). */
export function diffSet(
  list: ChangeList,
  rule: string,
  before: readonly string[],
  after: readonly string[],
  pointer: string,
): void {
  for (const one of missingFrom(after, before)) {
    const message = `${one} lets nobody in any longer.`
    list.breaking(`${rule}-removed`, { message, before, after, pointer, security: 'stronger' })
  }
  for (const one of missingFrom(before, after))
    list.safe(`${rule}-added`, { message: `${one} lets in too.`, before, after, pointer, security: 'weaker' })
}
