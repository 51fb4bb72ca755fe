/** The variables of one template: each name has a slot in an array, so no name is looked up while rendering. */
export interface Slots {
  /** The slot of a name, made when there is none yet. */
  slotOf(name: string): number
  /** The slot of a name; undefined: the template does not mention it. */
  find(name: string): number | undefined
  readonly names: readonly string[]
  /** Notes that the variable's value itself is used, and not just one of its properties read. */
  expose(name: string): void
  /** Whether that is so. */
  exposes(name: string): boolean
  /**
   * Whether a `#define`, or a `#break` or `#stop` in a string, may end statements from inside an expression. Templates
   * without them (nearly all) are lowered to simpler code.
   */
  readonly mayInterrupt: boolean
  /** Whether the template may add to a map or take from it, so that loops must look whether theirs has changed. */
  readonly mayResizeMaps: boolean
}

const INTERRUPTERS = /#\{?(?:define|stop|break)|\\u/
const RESIZERS = /\.(?:put|remove|retain|clear)|#\{?set\}? *\([^=]*[.[]/

/** @param text the template */
export function createSlots(text: string): Slots {
  const slots = new Map<string, number>()
  const names: string[] = []
  const exposed = new Set<string>()
  return {
    slotOf(name) {
      const known = slots.get(name)
      if (known !== undefined) return known
      slots.set(name, names.length)
      names.push(name)
      return names.length - 1
    },
    find: (name) => slots.get(name),
    names,
    expose: (name) => void exposed.add(name),
    exposes: (name) => exposed.has(name),
    mayInterrupt: INTERRUPTERS.test(text),
    mayResizeMaps: RESIZERS.test(text),
  }
}
