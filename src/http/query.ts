import { setOwn } from './own-property.js'

/** Query parameters, decoded, in order of first appearance; the names are own keys of objects without a prototype. */
export interface QueryParameters {
  /** The last value of each name. */
  readonly single: Readonly<Record<string, string>>
  /** All values of each name. */
  readonly multi: Readonly<Record<string, readonly string[]>>
}

const EMPTY: QueryParameters = {
  single: Object.create(null) as Record<string, string>,
  multi: Object.create(null) as Record<string, string[]>,
}

/**
 * Parses a query string as the service does: `;` splits like `&`, `+` is a blank, of repeated names the single map holds the
 * last value (recorded). An escape that is none stays as it is: nothing a client sends may fail here.
 */
export function parseQuery(rawQuery: string): QueryParameters {
  if (rawQuery === '') return EMPTY
  const single = Object.create(null) as Record<string, string>
  const multi = Object.create(null) as Record<string, string[]>
  readQuery(rawQuery, single, multi)
  return { single, multi }
}

/** Parses a query string into maps of the caller's; see {@link parseQuery}. */
export function readQuery(rawQuery: string, single: Record<string, string>, multi: Record<string, string[]>): void {
  const { length } = rawQuery
  let start = 0
  let equals = -1
  let isEncoded = false
  for (let i = 0; i <= length; i++) {
    const code = i === length ? AMPERSAND : rawQuery.charCodeAt(i)
    if (code === EQUALS) {
      if (equals < 0) equals = i
    } else if (code === PERCENT || code === PLUS) isEncoded = true
    else if (code === AMPERSAND || code === SEMICOLON) {
      if (i > start) {
        const name = rawQuery.slice(start, equals < 0 ? i : equals)
        const value = equals < 0 ? '' : rawQuery.slice(equals + 1, i)
        if (isEncoded) addParameter(decodeFormText(name), decodeFormText(value), single, multi)
        else addParameter(name, value, single, multi)
      }
      start = i + 1
      equals = -1
      isEncoded = false
    }
  }
}

const PERCENT = 37
const AMPERSAND = 38
const PLUS = 43
const SEMICOLON = 59
const EQUALS = 61

function addParameter(
  name: string,
  value: string,
  single: Record<string, string>,
  multi: Record<string, string[]>,
): void {
  setOwn(single, name, value)
  if (Object.hasOwn(multi, name)) multi[name]?.push(value)
  else setOwn(multi, name, [value])
}

/** Decodes `+` and percent-escapes. */
export function decodeFormText(text: string): string {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

/** Decodes percent-escapes; text with an escape that is broken or no UTF-8 keeps what cannot be decoded. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
      try {
        return decodeURIComponent(run)
      } catch {
        return run
      }
    })
  }
}
