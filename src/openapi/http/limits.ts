import type { HttpApi, HttpAuthorizer, HttpRoute } from '../../api/http-model.js'
import { note, type ImportContext } from '../import-context.js'

/** Per API and per authorizer or route, unless the account was granted more (documented). */
const ROUTES = 300
const AUTHORIZERS = 10
const AUDIENCES = 50
const SCOPES = 10

/**
 * Notes what the service would not create: here it works, there it needs a greater quota.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function noteLimits(context: ImportContext, { routes, authorizers }: HttpApi): void {
  const over = (rule: string, pointer: string, count: number, most: number, what: string): void => {
    if (count <= most) return
    note(context, 'warning', `limits/${rule}`, pointer, `There are ${count} ${what}; the service takes ${most}.`)
  }
  over('routes', '/paths', routes.size, ROUTES, 'routes')
  over('authorizers', '/components/securitySchemes', authorizers.size, AUTHORIZERS, 'authorizers')
  for (const authorizer of authorizers.values())
    over('audience', authorizer.pointer, audiencesOf(authorizer), AUDIENCES, 'audiences of one authorizer')
  for (const { pointer, authorizationScopes } of routes.values() as Iterable<HttpRoute>)
    over('scopes', `${pointer}/security`, authorizationScopes.length, SCOPES, 'scopes of one route')
}

function audiencesOf(authorizer: HttpAuthorizer): number {
  return authorizer.authorizerType === 'JWT' ? authorizer.audience.length : 0
}
