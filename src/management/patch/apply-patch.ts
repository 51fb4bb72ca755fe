import { badRequest, notFound } from '../management-error.js'
import { ownField, setField } from '../store/fields.js'
import { pointerNames } from './pointer.js'
import type { Draft, PatchCall, PatchOp, PatchOperation, PatchTable, PatchTarget } from './patch-target.js'
import { someTextValue } from './values.js'

/**
 * A copy of a record with the operations of a patch done to it, in their order.
 *
 * @throws ManagementError in the service's words, when the table does not have the path or the operation
 */
export function applyPatch<T extends object>(
  record: T,
  operations: readonly PatchOperation[] | undefined,
  table: PatchTable,
): T {
  const draft = structuredClone(record) as Draft
  for (const operation of operations ?? []) applyOperation(draft, operation, table)
  return draft as T
}

function applyOperation(
  draft: Draft,
  { op = 'replace', path = '', value, from }: PatchOperation,
  table: PatchTable,
): void {
  const call: PatchCall = { op, path, value, from, names: [] }
  const targets = table.targets.filter((target) => capture(target.path, path) !== undefined)
  const target = targets.find(({ ops }) => ops.includes(op))
  if (target === undefined) throw badRequest(refusalOf(call, targets[0], table))
  const names = capture(target.path, path) ?? []
  if (target.apply === undefined) APPLY[target.as ?? 'field'](draft, { ...call, names }, target)
  else target.apply(draft, { ...call, names })
}

/** The names in the places of `*`, or undefined when the path is another. */
function capture(pattern: string, path: string): string[] | undefined {
  if (pattern.startsWith('/**')) return captureRest(pattern.slice('/**'.length), path)
  const parts = pattern.slice(1).split('/')
  const names = pointerNames(path)
  if (parts.length !== names.length) return undefined
  if (parts.some((part, index) => part !== '*' && part !== names[index])) return undefined
  return names.filter((_, index) => parts[index] === '*')
}

function captureRest(ending: string, path: string): string[] | undefined {
  if (!path.endsWith(ending) || path.length < ending.length + 2) return undefined
  return [path.slice(1, path.length - ending.length)]
}

// Recorded, the two blanks after "path" too.
function refusalOf(call: PatchCall, target: PatchTarget | undefined, { refusal, targets }: PatchTable): string {
  const { op, path } = call
  if (typeof refusal === 'function') return refusal(call)
  if (refusal === 'plain') {
    if (target === undefined) return `Invalid patch path ${path}`
    return `Invalid patch operation specified. Must be one of: [${target.ops.join(', ')}]`
  }
  const paths = targets.filter(({ ops }) => ops.includes(op)).map((each) => each.shown ?? each.path)
  const advice = paths.length === 0 ? 'Please choose supported operations' : `Must be one of: [${paths.join(', ')}]`
  return `Invalid patch path  '${path}' specified for op '${op}'. ${advice}`
}

type Apply = (draft: Draft, call: PatchCall, target: PatchTarget) => void

const APPLY: Readonly<Record<NonNullable<PatchTarget['as']>, Apply>> = {
  field: (draft, { op, path, value }, target) => {
    const names = pointerNames(path)
    const field = names.pop() ?? ''
    const holder = holderOf(draft, names, op)
    if (holder === undefined) return
    const read = op === 'remove' ? undefined : (target.value ?? someTextValue)(value, field)
    if (read === undefined) delete holder[field]
    else setField(holder, field, read)
  },
  entry: (draft, { op, path, value }, target) => {
    const names = pointerNames(path)
    const entry = names.pop() ?? ''
    const map = holderOf(draft, names, 'add') ?? {}
    if (op !== 'add' && !Object.hasOwn(map, entry)) throw notFound(target.missing ?? `Invalid parameter name specified`)
    if (op === 'remove') delete map[entry]
    else setField(map, entry, (target.value ?? someTextValue)(value, names.join('/')))
    if (Object.keys(map).length === 0)
      APPLY.field(draft, { op: 'remove', path: holderPath(path), value, from: undefined, names }, target)
  },
  item: (draft, { op, path, value }) => {
    const item = pointerNames(path).pop() ?? ''
    changeList(draft, pointerNames(holderPath(path)), (items) => {
      if (op === 'replace') return items.map((each) => (each === item ? (value ?? '') : each))
      return op === 'remove' ? items.filter((each) => each !== item) : [...items.filter((each) => each !== item), item]
    })
  },
  element: (draft, { op, path, value = '' }) => {
    changeList(draft, pointerNames(path), (items) => {
      if (op === 'replace') return value === '' ? [] : value.split(',')
      return op === 'remove'
        ? items.filter((each) => each !== value)
        : [...items.filter((each) => each !== value), value]
    })
  },
}

function holderPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** The record that holds a field; it is made where it is not there, but for a removal. */
function holderOf(draft: Draft, names: readonly string[], op: PatchOp): Draft | undefined {
  let holder = draft
  for (const name of names) {
    const next = ownField(holder, name)
    if (next === undefined && op === 'remove') return undefined
    if (next === undefined) setField(holder, name, {})
    holder = ownField(holder, name) as Draft
  }
  return holder
}

// An empty list is no field, but for those that were there empty before: kinds that show it put it back.
function changeList(draft: Draft, names: readonly string[], change: (items: readonly string[]) => string[]): void {
  const holder = holderOf(draft, names.slice(0, -1), 'add') as Draft
  const field = names.at(-1) ?? ''
  const items = change((ownField(holder, field) as readonly string[] | undefined) ?? [])
  if (items.length === 0) delete holder[field]
  else setField(holder, field, items)
}
