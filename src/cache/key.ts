/** A parameter that a cache key holds, taken apart: `method.request.querystring.type`. */
export interface CacheKeyParameter {
  /** As it was written. */
  readonly expression: string
  /** Of the method request, or of the integration request after parameter mapping. */
  readonly phase: 'method' | 'integration'
  readonly location: 'path' | 'querystring' | 'header' | 'multivaluequerystring' | 'multivalueheader'
  readonly name: string
}

/** The value of a parameter in a request; undefined: the request does not have it. */
export type CacheKeyValue = string | readonly string[] | undefined

/** What {@link compileCacheKey} needs to know of a method. */
export interface CacheKeyInput<R> {
  /** `cacheKeyParameters` of the integration. */
  readonly cacheKeyParameters: readonly string[]
  /** `cacheNamespace` of the integration; default: the resource id. */
  readonly cacheNamespace?: string | undefined
  /** The id of the resource: stands in for a namespace that is not set. */
  readonly resourceId: string
  /** Gives the reader of one parameter; called once per parameter, when the method is compiled. */
  readonly reader: (parameter: CacheKeyParameter) => (request: R) => CacheKeyValue
}

/** Makes the key of a request. The HTTP method is the request's own: under `ANY`, GET and HEAD are entries apart. */
export type CacheKeyBuilder<R> = (request: R, httpMethod: string) => string

const EXPRESSION =
  /^(method|integration)\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\.(.+)$/s

/** Takes a cache key parameter apart; undefined: it is none. */
export function parseCacheKeyParameter(expression: string): CacheKeyParameter | undefined {
  const match = EXPRESSION.exec(expression)
  if (match === null) return undefined
  const [, phase, location, name] = match as unknown as [
    string,
    CacheKeyParameter['phase'],
    CacheKeyParameter['location'],
    string,
  ]
  return { expression, phase, location, name }
}

/**
 * Compiles the key of a method: its namespace, the HTTP method and the listed parameters. A parameter that is not
 * listed does not separate entries, a path parameter neither (documented). Each value stands behind its length, so no
 * value that a caller makes up can read as another caller's list of values.
 *
 * @throws RangeError for a parameter that is none; configurations are checked before
 */
export function compileCacheKey<R>(input: CacheKeyInput<R>): CacheKeyBuilder<R> {
  const prefix = measured(input.cacheNamespace ?? input.resourceId)
  const readers = input.cacheKeyParameters.map((expression) => {
    const parameter = parseCacheKeyParameter(expression)
    if (parameter === undefined) throw new RangeError(`"${expression}" is not a parameter of a cache key`)
    return input.reader(parameter)
  })
  const [first] = readers
  // Nearly all requests of a method have the same HTTP method.
  let last = ''
  let start = prefix + measured(last)
  const startOf = (httpMethod: string): string => {
    if (httpMethod === last) return start
    last = httpMethod
    return (start = prefix + measured(httpMethod))
  }
  if (first === undefined) return (_request, httpMethod) => startOf(httpMethod)
  if (readers.length === 1) return (request, httpMethod) => startOf(httpMethod) + encode(first(request))
  return (request, httpMethod) => {
    let key = startOf(httpMethod)
    for (const read of readers) key += encode(read(request))
    return key
  }
}

// A missing value, an empty one, a list of one and its only value are four different things.
function encode(value: CacheKeyValue): string {
  if (value === undefined) return '-'
  if (typeof value === 'string') return measured(value)
  let text = `${value.length}*`
  for (const item of value) text += measured(item)
  return text
}

function measured(text: string): string {
  return `${text.length}:${text}`
}
