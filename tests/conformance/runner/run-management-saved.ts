import { isRecord } from './compare.js'
import { InexpressibleError, type Json } from './types.js'

/** What earlier steps of a case have saved, by name. */
export type SavedValues = Map<string, unknown>

const SAVED = /<<saved:([^>]+)>>/

/** Puts saved values in the place of their names, at every depth; within a longer text as text. */
export function fill(value: unknown, saved: SavedValues): unknown {
  if (typeof value === 'string') return fillText(value, saved)
  if (Array.isArray(value)) return value.map((item) => fill(item, saved))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, saved)]))
}

function fillText(text: string, saved: SavedValues): unknown {
  const whole = SAVED.exec(text)
  if (whole?.[1] !== undefined && whole[0] === text) return lookUp(whole[1], saved)
  return text.replaceAll(new RegExp(SAVED, 'g'), (_, name: string) => String(lookUp(name, saved)))
}

function lookUp(name: string, saved: SavedValues): unknown {
  if (!saved.has(name)) throw new InexpressibleError(`nothing was saved as ${name}`)
  return saved.get(name)
}

/** Saves what the paths of a step's `save` lead to in its output: `items.0.id`. */
export function save(paths: Json, output: unknown, saved: SavedValues, at: string): void {
  for (const [name, path] of Object.entries(paths)) {
    let value: unknown = output
    for (const key of String(path).split('.')) value = Object(value)[key] as unknown
    if (value === undefined) throw new InexpressibleError(`${at} has no ${String(path)} to save`)
    saved.set(name, value)
  }
}
