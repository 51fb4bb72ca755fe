/** The address of an integration, compiled; what a client sends can fill its variables and nothing else. */
export interface CompiledUri {
  /**
   * The address for one request: path variables filled in, query parameters added. `undefined` when it is no valid address: a
   * variable has no value, or a value would lead out of the path that the definition gives.
   * Names of `query` (decoded) replace those of the address itself (recorded).
   */
  build(path: (name: string) => string | undefined, query: ReadonlyMap<string, readonly string[]>): string | undefined
}

/**
 * Compiles the `uri` of an HTTP or AWS integration. Stage variables are configuration and may stand anywhere behind the
 * scheme; path variables are the client's: their values are percent-encoded, so that none can leave the segment that it
 * was put in (a greedy one, the segments), nor change host, port or scheme. Escapes that a value holds stay as they are, since
 * path parameters come that way (recorded).
 *
 * @param greedy the variables whose values may hold slashes, see {@link greedyVariables}; default: all
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
 */
export function compileUri(
  uri: string,
  stageVariables: Readonly<Record<string, string>>,
  greedy?: ReadonlySet<string>,
): CompiledUri {
  const filled = fillStageVariables(uri, stageVariables)
  const question = filled.indexOf('?')
  const address = compileParts(question < 0 ? filled : filled.slice(0, question))
  if (!isAddress(address)) return { build: () => undefined }
  const ownQuery = question < 0 ? [] : splitQuery(filled.slice(question + 1))
  return {
    build: (path, query) => {
      const base = fillPath(address, path, greedy)
      if (base === undefined || (ownQuery.length === 0 && query.size === 0)) return base
      const text = writeQuery(ownQuery, path, query)
      return text === '' ? base : `${base}?${text}`
    },
  }
}

/**
 * The path variables of an integration whose values may hold slashes: those that come from the greedy parameter of the
 * resource's path, or from the definition. What comes from elsewhere in a request stays in one segment.
 *
 * @param resourcePath `/files/{proxy+}`
 */
export function greedyVariables(requestParameters: ReadonlyMap<string, string>, resourcePath: string): Set<string> {
  const greedy = /\{([^{}]+)\+\}$/.exec(resourcePath)?.[1]
  const names = new Set<string>()
  for (const [target, source] of requestParameters) {
    const ofPath = greedy !== undefined && source === `method.request.path.${greedy}`
    const fits = ofPath || source.startsWith("'") || source.startsWith('stageVariables.')
    if (fits && target.startsWith(PATH_TARGET)) names.add(target.slice(PATH_TARGET.length))
  }
  return names
}

const PATH_TARGET = 'integration.request.path.'

/** Puts stage variables into a text; one that is not set leaves nothing, as in the service. */
export function fillStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  if (!text.includes('${stageVariables')) return text
  return text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] as string) : '',
  )
}

/** A text with variables: `texts[0] names[0] texts[1] …`. */
interface Parts {
  readonly texts: readonly string[]
  readonly names: readonly string[]
}

function compileParts(text: string): Parts {
  const texts: string[] = []
  const names: string[] = []
  let end = 0
  for (const match of text.matchAll(/\{([^{}]+?)\+?\}/g)) {
    texts.push(text.slice(end, match.index))
    names.push(match[1] as string)
    end = match.index + match[0].length
  }
  texts.push(text.slice(end))
  return { texts, names }
}

const HTTP_ADDRESS = /^https?:\/\/[^/?#\s{}@\\]+(?:\/|$)/i
const OPEN_HTTP_ADDRESS = /^https?:\/\/[^/?#\s{}@\\]+\//i
// Of a function's ARN nothing may come from a client, nor of an action's name: what is called stands in the definition.
const OPEN_ARN =
  /^arn:[^:]*:(?:apigateway:[^:]*:(?!lambda:)[^:/]+:path\/|elasticloadbalancing:[^?]*\/|servicediscovery:[^?]*\/)/

// Scheme and host must be fixed: `http://{host}/` would hand them to the client.
function isAddress({ texts }: Parts): boolean {
  const start = texts[0] as string
  const open = texts.length > 1
  if (start.startsWith('arn:')) return !open || OPEN_ARN.test(start)
  if (!(open ? OPEN_HTTP_ADDRESS : HTTP_ADDRESS).test(start)) return false
  try {
    return new URL(start).hostname !== ''
  } catch {
    return false
  }
}

function fillPath(
  { texts, names }: Parts,
  path: (name: string) => string | undefined,
  greedy: ReadonlySet<string> | undefined,
): string | undefined {
  let filled = texts[0] as string
  let dots = false
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    const value = path(name)
    // A variable that nothing fills leaves an address that leads nowhere.
    if (value === undefined) return undefined
    dots ||= DOT.test(value)
    filled +=
      encode(value, greedy === undefined || greedy.has(name) ? SAFE_IN_PATH : SAFE_IN_SEGMENT) +
      (texts[i + 1] as string)
  }
  return dots && DOT_SEGMENT.test(filled) ? undefined : filled
}

const DOT = /\.|%2e/i
// `..` in a value would climb out of its place once a back end normalises the path, encoded or not: there is no such address.
// Servlet containers cut what stands behind a semicolon first, others what stands behind a null.
const DOT_SEGMENT = /(?:\/|%2f|%5c)(?:\.|%2e){1,2}(?=$|\/|%2f|%5c|;|%3b|%00)/i

const SAFE_IN_SEGMENT = /^(?:[\w.~!$&'()*,;=:+@-]|%[0-9A-Fa-f]{2})*$/
const SAFE_IN_PATH = /^(?:[\w.~!$&'()*,;=:+@/-]|%[0-9A-Fa-f]{2})*$/
const SAFE_IN_QUERY = /^(?:[\w.~!$'()*,:/-]|%[0-9A-Fa-f]{2})*$/
const UNIT = /%[0-9A-Fa-f]{2}|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/g

function encode(value: string, safe: RegExp): string {
  return safe.test(value) ? value : value.replace(UNIT, (unit) => (safe.test(unit) ? unit : encodeText(unit)))
}

/** Percent-encodes a name or value of a query string; a lone surrogate, which has no UTF-8, goes as U+FFFD. */
export function encodeText(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return encodeURIComponent(text.replaceAll(LONE_SURROGATE, '\uFFFD'))
  }
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

interface QueryPart {
  readonly name: string
  readonly value: Parts
  /** As it stands in the address, for a part that is no `name=value`. */
  readonly raw: string
}

function splitQuery(query: string): QueryPart[] {
  const parts = query.split('&').filter((part) => part !== '')
  return parts.map((raw) => {
    const equals = raw.indexOf('=')
    return {
      name: equals < 0 ? raw : raw.slice(0, equals),
      value: compileParts(equals < 0 ? '' : raw.slice(equals + 1)),
      raw,
    }
  })
}

function writeQuery(
  own: readonly QueryPart[],
  path: (name: string) => string | undefined,
  query: ReadonlyMap<string, readonly string[]>,
): string {
  const written: string[] = []
  for (const { name, value, raw } of own) {
    if (query.has(name)) continue
    if (value.names.length === 0) written.push(raw)
    else written.push(`${name}=${fillValue(value, path)}`)
  }
  for (const [name, values] of query)
    for (const value of values) written.push(`${encodeText(name)}=${encodeText(value)}`)
  return written.join('&')
}

function fillValue({ texts, names }: Parts, path: (name: string) => string | undefined): string {
  let filled = texts[0] as string
  for (let i = 0; i < names.length; i++) {
    filled += encode(path(names[i] as string) ?? '', SAFE_IN_QUERY) + (texts[i + 1] as string)
  }
  return filled
}
