const METHODS: ReadonlySet<string> = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** A route's key, taken apart. */
export interface ParsedRouteKey {
  readonly httpMethod: string
  readonly path: string
}

/** Takes `GET /pets/{petId}` apart; text says what is wrong with a key that is none of a REST API. */
export function parseRouteKey(key: string): ParsedRouteKey | string {
  if (key.startsWith('$')) return `The route ${key} belongs to HTTP and WebSocket APIs.`
  const [httpMethod = '', path = '', ...rest] = key.split(' ')
  if (rest.length > 0 || !path.startsWith('/')) return 'The key of a route is a method, one blank and a path.'
  if (!METHODS.has(httpMethod)) return `${httpMethod} is no method of a route; there are ${[...METHODS].join(', ')}.`
  return { httpMethod, path }
}

/** The operation's name in a path item. */
export function operationKey(httpMethod: string): string {
  return httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()
}
