/** What a resource lets pages of other origins do. */
export interface CorsOptions {
  /** One origin, or `*`; default `*`. */
  readonly allowOrigin?: string
  /** Default: those that the console fills in. */
  readonly allowHeaders?: readonly string[]
  /** Default: the methods of the resource, and OPTIONS. */
  readonly allowMethods?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  /** Seconds. */
  readonly maxAge?: number
  /** Default false; with it `allowOrigin` cannot be `*` for browsers. */
  readonly allowCredentials?: boolean
}

const DEFAULT_HEADERS = ['Content-Type', 'X-Amz-Date', 'Authorization', 'X-Api-Key', 'X-Amz-Security-Token']
const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/** Header names with their values as mapping expressions, quotes included. */
export type HeaderExpressions = ReadonlyMap<string, string>

/** Headers of the answer to a preflight, for a resource with these methods. */
export function preflightHeaders(methods: Iterable<string>, options: CorsOptions): HeaderExpressions {
  const allowed = options.allowMethods ?? allowedMethods(methods)
  return new Map([
    ['Access-Control-Allow-Headers', literal((options.allowHeaders ?? DEFAULT_HEADERS).join(','))],
    ['Access-Control-Allow-Methods', literal(allowed.join(','))],
    ['Access-Control-Allow-Origin', literal(options.allowOrigin ?? '*')],
    ...(options.maxAge === undefined ? [] : [['Access-Control-Max-Age', literal(String(options.maxAge))] as const]),
    ...credentials(options),
  ])
}

/** Headers of every other answer. */
export function answerHeaders(options: CorsOptions): HeaderExpressions {
  const exposed = options.exposeHeaders ?? []
  return new Map([
    ['Access-Control-Allow-Origin', literal(options.allowOrigin ?? '*')],
    ...(exposed.length === 0 ? [] : [['Access-Control-Expose-Headers', literal(exposed.join(','))] as const]),
    ...credentials(options),
  ])
}

function credentials({ allowCredentials }: CorsOptions): Array<readonly [string, string]> {
  return allowCredentials === true ? [['Access-Control-Allow-Credentials', literal('true')]] : []
}

function allowedMethods(methods: Iterable<string>): string[] {
  const names = new Set(methods)
  if (names.has('ANY')) return ALL_METHODS
  return [...names.add('OPTIONS')].toSorted()
}

function literal(text: string): string {
  return `'${text}'`
}

/** `{ [prefix + name]: value }` of headers, for parameters of a response. */
export function headerParameters(prefix: string, headers: HeaderExpressions): Map<string, string> {
  return new Map([...headers].map(([name, value]) => [`${prefix}${name}`, value]))
}

/** The model of any object, which the console gives the preflight's answer. */
export const EMPTY_SCHEMA: Readonly<Record<string, string>> = { title: 'Empty Schema', type: 'object' }

/** Whether the back end's answer passes unchanged: its own headers are all there are. */
export function isProxyType(type: string): boolean {
  return type.toUpperCase().endsWith('_PROXY')
}
