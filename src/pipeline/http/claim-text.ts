/**
 * A claim as functions and mappings see it: always text, written as the service's own language (Go) prints values: lists as
 * `[a b]` (observed), objects as `map[name:value]`.
 */
export function claimText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object') return ''
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `map[${fields.map(([name, field]) => `${name}:${claimText(field)}`).join(' ')}]`
}
