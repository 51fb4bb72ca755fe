/** One page of a list, as the service's lists are: `position` is there when more follows. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly position?: string
}

/** How much of a list is wanted, and from where. */
export interface PageInput {
  readonly position?: string
  readonly limit?: number
}

/** Cuts a page out of a list. A limit below one is none (recorded); default 25, at most 500 (documented). */
export function pageOf<T>(records: readonly T[], { position, limit }: PageInput, byDefault = 25): Page<T> {
  const size = limit === undefined || limit < 1 ? byDefault : Math.min(limit, 500)
  const start = position === undefined ? 0 : startOf(position)
  const end = start + size
  const items = records.slice(start, end)
  return end < records.length ? { items, position: positionAt(end) } : { items }
}

// Opaque to the caller, as the service's is.
function positionAt(index: number): string {
  return btoa(`postern:${index}`)
}

function startOf(position: string): number {
  try {
    const index = /^postern:(\d+)$/.exec(atob(position))?.[1]
    return index === undefined ? 0 : Number(index)
  } catch {
    return 0
  }
}
