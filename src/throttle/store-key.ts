/**
 * Joins parts to a store's key. No part can pass for two: a slash in it is escaped.
 */
export function storeKey(kind: string, ...parts: readonly string[]): string {
  let key = kind
  for (const part of parts) key += `/${part.includes('/') || part.includes('%') ? encodeURIComponent(part) : part}`
  return key
}
