import type { ReadValue } from './values.js'

/** The operations that a path may be patched with. */
export type PatchOp = 'add' | 'remove' | 'replace' | 'copy' | 'move' | 'test'

/** One operation of a patch. */
export interface PatchOperation {
  readonly op?: PatchOp
  readonly path?: string
  readonly value?: string
  readonly from?: string
}

/** A record while it is patched. */
export type Draft = Record<string, unknown>

/** What an operation of a target does, where it is none of the usual. */
export interface PatchCall {
  readonly op: PatchOp
  readonly path: string
  readonly value: string | undefined
  readonly from: string | undefined
  /** What stood in the place of each `*`. */
  readonly names: readonly string[]
}

/**
 * What may be patched at a path, `*` standing for one name and a leading `**` for one or more, as they are written:
 * - `field` (the default): the path is that of a field,
 * - `entry`: the path ends with the name of an entry of a map,
 * - `item`: the path ends with an item of a list,
 * - `element`: the path is that of a list, the value an item of it.
 */
export interface PatchTarget {
  readonly path: string
  /** How a refusal shows the path, where that is another. */
  readonly shown?: string
  readonly ops: readonly PatchOp[]
  readonly as?: 'field' | 'entry' | 'item' | 'element'
  /** Default: text, an empty one takes the field away. */
  readonly value?: ReadValue
  /** Of an entry: what is said when the one to replace or remove is not there. */
  readonly missing?: string
  /** Does it all itself, in the place of the usual. */
  readonly apply?: (draft: Draft, call: PatchCall) => void
}

/**
 * How a kind of resource refuses a path:
 * - `plain`: by the path alone, and by the operations that the path has,
 * - `listed`: by the operation, with the paths that it has,
 * - a function: in words of its own; they are returned.
 */
export type PatchRefusal = 'plain' | 'listed' | ((call: PatchCall) => string)

/** What may be patched of a kind of resource. */
export interface PatchTable {
  readonly refusal: PatchRefusal
  readonly targets: readonly PatchTarget[]
}
