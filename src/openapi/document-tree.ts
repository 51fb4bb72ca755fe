/**
 * A node of a definition after it was read: plain JSON. Objects have no prototype, so that `constructor` and `__proto__`
 * are names like any other; there are no cycles and no shared nodes.
 */
export type DocumentNode = string | number | boolean | null | DocumentNode[] | DocumentObject

/** An object of a definition. */
export interface DocumentObject {
  [name: string]: DocumentNode | undefined
}

/** The limit that a definition broke, so that reading it ended. */
export class DocumentLimitError extends Error {
  readonly pointer: string

  constructor(pointer: string, message: string) {
    super(message)
    this.name = 'DocumentLimitError'
    this.pointer = pointer
  }
}

/** Deeper documents are refused: recursive code over the tree must not overflow the stack. */
const MAX_DEPTH = 256
/** More nodes are refused: a small object graph can unfold to an endless tree. */
const MAX_NODES = 1_000_000

interface Snapshot {
  /** Objects on the way down from the root, each with its pointer. */
  readonly ancestors: Map<object, string>
  nodes: number
}

/**
 * Copies a definition given as objects. A node that contains itself (a document whose `$ref`s were replaced by the
 * objects that they name) becomes a `$ref` to the place where it stands; functions and symbols are left out, as JSON
 * leaves them out.
 *
 * @throws {DocumentLimitError} deeper than 256 levels, more than a million nodes, or a property that throws when read
 */
export function snapshotDocument(value: unknown): DocumentNode {
  return snapshot(value, '', { ancestors: new Map(), nodes: 0 }) ?? null
}

function snapshot(value: unknown, pointer: string, state: Snapshot): DocumentNode | undefined {
  state.nodes += 1
  if (state.nodes > MAX_NODES) throw new DocumentLimitError(pointer, `has more than ${MAX_NODES} nodes`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return value.toString()
    case 'object':
      return value === null ? null : snapshotObject(value, pointer, state)
    default:
      return undefined
  }
}

function snapshotObject(value: object, pointer: string, state: Snapshot): DocumentNode {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  const ancestor = state.ancestors.get(value)
  if (ancestor !== undefined) return emptyObject([['$ref', `#${ancestor}`]])
  if (state.ancestors.size >= MAX_DEPTH) throw new DocumentLimitError(pointer, `is deeper than ${MAX_DEPTH} levels`)
  state.ancestors.set(value, pointer)
  const copy = Array.isArray(value) ? copyList(value, pointer, state) : copyFields(value, pointer, state)
  state.ancestors.delete(value)
  return copy
}

function copyList(list: readonly unknown[], pointer: string, state: Snapshot): DocumentNode[] {
  // A sparse list of a huge length would take minutes to walk.
  if (list.length > MAX_NODES) throw new DocumentLimitError(pointer, `has more than ${MAX_NODES} nodes`)
  return Array.from(list, (item, index) => snapshot(item, `${pointer}/${index}`, state) ?? null)
}

function copyFields(value: object, pointer: string, state: Snapshot): DocumentObject {
  const copy = emptyObject()
  const entries = value instanceof Map ? value.entries() : Object.entries(value)
  for (const [name, field] of entries) {
    const key = String(name)
    const node = snapshot(field, childPointer(pointer, key), state)
    if (node !== undefined) copy[key] = node
  }
  return copy
}

/** A new object without a prototype, with the given fields. */
export function emptyObject(fields: Iterable<readonly [string, DocumentNode]> = []): DocumentObject {
  const object = Object.create(null) as DocumentObject
  for (const [name, value] of fields) object[name] = value
  return object
}

/** The pointer of a member, its name escaped by RFC 6901. */
export function childPointer(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Whether the node is an object (no list, not null). */
export function isDocumentObject(node: DocumentNode | undefined): node is DocumentObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** Names and values of the node's fields; none when it is no object. */
export function fieldsOf(node: DocumentNode | undefined): Array<[string, DocumentNode]> {
  return isDocumentObject(node) ? (Object.entries(node) as Array<[string, DocumentNode]>) : []
}

/** Items of a list; none when the node is no list. */
export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return Array.isArray(node) ? node : []
}

/** Text of a scalar (`1` and `true` too, as the service reads them); undefined for anything else. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  if (typeof node === 'string') return node
  return typeof node === 'number' || typeof node === 'boolean' ? String(node) : undefined
}

/**
 * The node as ordinary objects, for what leaves the importer (schemas, policies, documentation): code that knows
 * nothing of prototype-less objects must be able to handle it. A field `__proto__` stays a field.
 */
export function toPlainValue(node: DocumentNode | undefined): unknown {
  if (Array.isArray(node)) return node.map(toPlainValue)
  if (!isDocumentObject(node)) return node
  const plain: Record<string, unknown> = {}
  for (const [name, value] of fieldsOf(node)) setField(plain, name, toPlainValue(value))
  return plain
}

/** Sets a field by any name, `__proto__` included. */
export function setField(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}
