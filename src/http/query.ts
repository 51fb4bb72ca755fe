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
  let start = 0
  for (let i = 0; i <= rawQuery.length; i++) {
    const code = i === rawQuery.length ? AMPERSAND : rawQuery.charCodeAt(i)
    if (code !== AMPERSAND && code !== SEMICOLON) continue
    if (i > start) addParameter(rawQuery.slice(start, i), single, multi)
    start = i + 1
  }
  return { single, multi }
}

const AMPERSAND = 38
const SEMICOLON = 59

function addParameter(part: string, single: Record<string, string>, multi: Record<string, string[]>): void {
  const equals = part.indexOf('=')
  const name = decodeFormText(equals < 0 ? part : part.slice(0, equals))
  const value = equals < 0 ? '' : decodeFormText(part.slice(equals + 1))
  single[name] = value
  const values = multi[name]
  if (values === undefined) multi[name] = [value]
  else values.push(value)
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
