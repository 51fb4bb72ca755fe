import type { Args } from '../values/java-values.js'
import { HostObject } from '../values/java-values.js'
import { createDispatch } from '../methods/dispatch.js'
import { printMap } from '../values/print.js'

/** `$foreach` */
export class ForeachScope extends HostObject {
  /** From 0. */
  position = -1
  hasNext = false
  /** What `$foreach` was outside of the loop. */
  readonly outer: unknown
  #storage: Map<unknown, unknown> | undefined

  constructor(outer: unknown) {
    super()
    this.outer = outer
  }

  property(name: string): unknown {
    switch (name) {
      case 'index':
        return this.position
      case 'count':
        return this.position + 1
      case 'hasNext':
        return this.hasNext
      case 'first':
        return this.position < 1
      case 'last':
        return !this.hasNext
      case 'parent':
        return this.outer instanceof ForeachScope ? this.outer : undefined
      case 'topmost':
        return this.#topmost()
      case 'replaced':
        return this.outer instanceof ForeachScope ? this.outer.property('replaced') : this.outer
      default:
        return this.index(name)
    }
  }

  // A loop can hold values of its own, and sees those of the loops around it.
  override index(key: unknown): unknown {
    if (this.#storage?.has(key) === true) return this.#storage.get(key)
    return this.outer instanceof ForeachScope ? this.outer.index(key) : undefined
  }

  override assign(key: unknown, value: unknown): void {
    this.#storage ??= new Map()
    this.#storage.set(key, value)
  }

  override items(): Iterable<unknown> {
    return this.#storage?.values() ?? []
  }

  /** `{k=v}`: a loop is a map of its own values. */
  override print(): string {
    return printMap(this.#storage ?? new Map())
  }

  call(name: string, args: Args): unknown {
    const getter = args.length === 0 ? /^(?:get|is)([A-Z])(.*)$/.exec(name) : null
    if (name === 'hasNext' && args.length === 0) return this.hasNext
    if (name === 'get' && args.length === 1) return this.index(args[0])
    const method = createDispatch(name, args.length).map
    if (method !== undefined) return method((this.#storage ??= new Map()), args[0], args[1], args[2])
    return getter === null ? undefined : this.property(`${getter[1]?.toLowerCase()}${getter[2]}`)
  }

  #topmost(): ForeachScope {
    return this.outer instanceof ForeachScope ? this.outer.#topmost() : this
  }
}
