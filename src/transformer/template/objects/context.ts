import type { Args, JavaMap } from '../values/java-values.js'
import { HostObject, isMap, JavaCollection } from '../values/java-values.js'
import { mapEntries, mapEntrySet } from '../values/maps.js'

/** A value of `$context`; a source is a node such as `identity`. */
export type ContextValue = string | number | boolean | null | undefined | ContextSource

/** Where `$context` and its nodes take their values from, when a template asks. */
export interface ContextSource {
  /** The value by its name; undefined: there is none. */
  get(name: string): ContextValue
  /** The names there are, in order. */
  keys(): Iterable<string>
}

/**
 * `$context` of one invocation. Request and response template share it where the service does (MOCK): what one puts
 * under `requestOverride` or `responseOverride` the other can read.
 */
export interface TemplateContext {
  /** Where the values come from, as they are without a template's own. */
  readonly source: ContextSource
  /** The node that templates see; made when it is first read. */
  readonly root: ContextNode
  /** Whether a template has read `$context` at all. */
  readonly isTouched: boolean
}

/** Makes `$context`. It costs one small object until a template reads it. */
export function createTemplateContext(source: ContextSource): TemplateContext {
  return new LazyContext(source)
}

class LazyContext implements TemplateContext {
  readonly source: ContextSource
  #root: ContextNode | undefined

  constructor(source: ContextSource) {
    this.source = source
  }

  get isTouched(): boolean {
    return this.#root !== undefined
  }

  get root(): ContextNode {
    return (this.#root ??= new ContextNode(this.source, OVERRIDES))
  }
}

/** Nodes that are there from the start, each made when it is first read. */
interface Tree {
  readonly [name: string]: Tree
}

const LEAF: Tree = Object.freeze({})
const OVERRIDES: Tree = {
  requestOverride: { path: LEAF, header: LEAF, querystring: LEAF },
  responseOverride: { header: LEAF },
}

/** A node of `$context`: it prints as nothing, though its values print and its keys can be listed (recorded). */
export class ContextNode extends HostObject {
  readonly #source: ContextSource | undefined
  readonly #tree: Tree
  #own: Map<unknown, unknown> | undefined
  #put: Set<unknown> | undefined
  #repeated: string[] | undefined

  constructor(source: ContextSource | undefined, tree: Tree = LEAF) {
    super()
    this.#source = source
    this.#tree = tree
  }

  /** Names that a template has set more than once. */
  get repeated(): readonly string[] {
    return this.#repeated ?? []
  }

  /** What templates have put here, and the nodes that were read. */
  get ownEntries(): Iterable<[unknown, unknown]> {
    return this.#own ?? []
  }

  property(name: string): unknown {
    return this.index(name)
  }

  override index(key: unknown): unknown {
    if (this.#own?.has(key) === true) return this.#own.get(key)
    if (typeof key !== 'string') return undefined
    if (Object.hasOwn(this.#tree, key)) return this.#keep(key, new ContextNode(undefined, this.#tree[key]))
    const value = this.#source?.get(key)
    return typeof value === 'object' && value !== null ? this.#keep(key, new ContextNode(value)) : value
  }

  override assign(key: unknown, value: unknown): void {
    this.#put ??= new Set()
    if (this.#put.has(key)) (this.#repeated ??= []).push(String(key))
    this.#put.add(key)
    this.#keep(key, value)
  }

  override items(): Iterable<unknown> {
    return this.#keys().map((key) => this.index(key))
  }

  call(name: string, args: Args): unknown {
    const [first, second] = args
    switch (`${name}/${args.length}`) {
      case 'get/1':
        return this.index(first)
      case 'getOrDefault/2':
        return this.index(first) ?? second
      case 'put/2':
        return this.#replace(first, second)
      case 'putAll/1':
        return isMap(first) ? this.#putAll(first) : undefined
      case 'putIfAbsent/2':
        return this.index(first) ?? this.#replace(first, second)
      case 'containsKey/1':
        return this.#keys().includes(first)
      case 'remove/1':
        return this.#remove(first)
      default:
        return this.#ask(name, args.length)
    }
  }

  #ask(name: string, count: number): unknown {
    if (count > 0) return undefined
    switch (name) {
      case 'keySet':
        return JavaCollection.copy(this.#keys())
      case 'values':
        return JavaCollection.copy(this.items())
      case 'entrySet':
        return JavaCollection.copy(mapEntrySet(new Map(this.#keys().map((key) => [key, this.index(key)]))))
      case 'size':
        return this.#keys().length
      case 'isEmpty':
        return this.#keys().length === 0
      default:
        return undefined
    }
  }

  #keep<Value>(key: unknown, value: Value): Value {
    this.#own ??= new Map()
    this.#own.set(key, value)
    return value
  }

  #keys(): unknown[] {
    return [
      ...new Set<unknown>([...(this.#source?.keys() ?? []), ...Object.keys(this.#tree), ...(this.#own?.keys() ?? [])]),
    ]
  }

  #replace(key: unknown, value: unknown): unknown {
    const old = this.index(key)
    this.assign(key, value)
    return old
  }

  #putAll(map: JavaMap): string {
    for (const [key, value] of mapEntries(map)) this.assign(key, value)
    return ''
  }

  #remove(key: unknown): unknown {
    const old = this.index(key)
    this.#own?.delete(key)
    this.#put?.delete(key)
    return old
  }
}
