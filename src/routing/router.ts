/** A route that matched, and the raw values of its path variables in order. */
export interface RouteMatch<T> {
  readonly route: T
  readonly values: readonly string[]
}

/** Finds what stands behind a method and a path, at a cost that does not depend on the number of routes. */
export interface Router<T> {
  /** `path` without query; a slash at its end does not matter (recorded). */
  find(method: string, path: string): RouteMatch<T> | undefined
  /** All routes. */
  routes(): readonly T[]
}

/** One route: the resource path with its variables, the method (`ANY` for all), and what stands behind. */
export interface RouteEntry<T> {
  readonly method: string
  readonly path: string
  readonly route: T
}

interface Node<T> {
  literals: Map<string, Node<T>> | undefined
  variable: Node<T> | undefined
  greedy: Map<string, T> | undefined
  methods: Map<string, T> | undefined
}

const NO_VALUES: readonly string[] = []

/**
 * Compiles routes into a tree of segments, with whole literal paths in a map in front of it. At each level a literal beats
 * `{name}`, which beats `{name+}`; a resource that lacks the method leaves the request to the next best (recorded for
 * greedy siblings).
 */
export function createRouter<T>(entries: Iterable<RouteEntry<T>>): Router<T> {
  const root = createNode<T>()
  const literalPaths = new Map<string, Map<string, T>>()
  const routes: T[] = []
  for (const { method, path, route } of entries) {
    routes.push(route)
    if (path.includes('{')) insert(root, path, method, route)
    else methodsOf(literalPaths, path).set(method, route)
  }
  return {
    routes: () => routes,
    find: (method, rawPath) => {
      const path = normalizePath(rawPath)
      const literal = literalPaths.get(path)
      const route = literal === undefined ? undefined : pickMethod(literal, method)
      if (route !== undefined) return { route, values: NO_VALUES }
      return walk(root, method, path, 1, [])
    },
  }
}

// Slashes in front of the first segment count as one, one at the end as none; inside the path each stands for itself.
function normalizePath(path: string): string {
  let start = 0
  while (path.charCodeAt(start + 1) === SLASH) start++
  const end = path.length > start + 1 && path.charCodeAt(path.length - 1) === SLASH ? path.length - 1 : path.length
  return start === 0 && end === path.length ? path : path.slice(start, end)
}

const SLASH = 47

function createNode<T>(): Node<T> {
  return { literals: undefined, variable: undefined, greedy: undefined, methods: undefined }
}

function methodsOf<T>(paths: Map<string, Map<string, T>>, path: string): Map<string, T> {
  let methods = paths.get(path)
  if (methods === undefined) paths.set(path, (methods = new Map()))
  return methods
}

function insert<T>(root: Node<T>, path: string, method: string, route: T): void {
  let node = root
  if (path !== '/') {
    for (const segment of path.slice(1).split('/')) {
      if (segment.startsWith('{') && segment.endsWith('+}')) {
        ;(node.greedy ??= new Map()).set(method, route)
        return
      }
      node =
        segment.startsWith('{') && segment.endsWith('}') ? (node.variable ??= createNode()) : literal(node, segment)
    }
  }
  ;(node.methods ??= new Map()).set(method, route)
}

function literal<T>(node: Node<T>, segment: string): Node<T> {
  node.literals ??= new Map()
  let child = node.literals.get(segment)
  if (child === undefined) node.literals.set(segment, (child = createNode()))
  return child
}

function walk<T>(node: Node<T>, method: string, path: string, at: number, values: string[]): RouteMatch<T> | undefined {
  const slash = path.indexOf('/', at)
  const end = slash < 0 ? path.length : slash
  const segment = path.slice(at, end)
  const child = node.literals?.get(segment)
  if (child !== undefined) {
    const match = step(child, method, path, end, values)
    if (match !== undefined) return match
  }
  if (node.variable !== undefined && segment !== '') {
    const depth = values.push(segment)
    const match = step(node.variable, method, path, end, values)
    if (match !== undefined) return match
    values.length = depth - 1
  }
  if (node.greedy !== undefined && at < path.length) {
    const route = pickMethod(node.greedy, method)
    if (route !== undefined) {
      values.push(path.slice(at))
      return { route, values }
    }
  }
  return undefined
}

function step<T>(
  node: Node<T>,
  method: string,
  path: string,
  end: number,
  values: string[],
): RouteMatch<T> | undefined {
  if (end < path.length) return walk(node, method, path, end + 1, values)
  const route = node.methods === undefined ? undefined : pickMethod(node.methods, method)
  return route === undefined ? undefined : { route, values }
}

const ANY_STANDS_FOR = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

function pickMethod<T>(methods: ReadonlyMap<string, T>, method: string): T | undefined {
  const own = methods.get(method)
  if (own !== undefined) return own
  return ANY_STANDS_FOR.has(method) ? methods.get('ANY') : undefined
}

/** The names of a path's variables, in order, without the plus of a greedy one. */
export function variableNames(path: string): string[] {
  return [...path.matchAll(/\{([^}]+?)\+?\}/g)].map((match) => match[1] as string)
}
