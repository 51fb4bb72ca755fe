/** Names repeat from answer to answer; a client's or a function's may be anything, so only so many are kept. */
const KEPT = 256
const known = new Map<string, string>()

/** Over HTTP/1.1 the service writes header names `Like-This`, however the back end wrote them (recorded). */
export function canonicalName(name: string): string {
  const before = known.get(name)
  if (before !== undefined) return before
  const written = name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
  if (known.size < KEPT) known.set(name, written)
  return written
}
