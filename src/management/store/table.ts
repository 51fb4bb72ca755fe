import type { Journal } from './journal.js'

/** Records by id, in the order in which they came. Records are replaced, never changed. */
export interface Table<T> {
  readonly size: number
  get(id: string): T | undefined
  has(id: string): boolean
  values(): T[]
  /** Puts a record in its place, or at the end. */
  set(id: string, record: T): T
  delete(id: string): boolean
  clear(): void
}

/** Makes an empty table whose changes are noted in the journal. */
export function createTable<T>(journal: Journal): Table<T> {
  const records = new Map<string, T>()
  const restoreAll = (): void => {
    const before = [...records]
    journal.note(() => {
      records.clear()
      for (const [id, record] of before) records.set(id, record)
    })
  }
  return {
    get size() {
      return records.size
    },
    get: (id) => records.get(id),
    has: (id) => records.has(id),
    values: () => [...records.values()],
    set: (id, record) => {
      const before = records.get(id)
      journal.note(before === undefined ? () => void records.delete(id) : () => void records.set(id, before))
      records.set(id, record)
      return record
    },
    delete: (id) => {
      if (!records.has(id)) return false
      restoreAll()
      return records.delete(id)
    },
    clear: () => {
      restoreAll()
      records.clear()
    },
  }
}
