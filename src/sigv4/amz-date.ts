const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const LENGTH = 16

/**
 * Parses `20150830T123600Z` into milliseconds since the Unix epoch; `undefined` when it is no such date. By hand, as
 * every signed request has one.
 */
export function parseAmzDate(text: string): number | undefined {
  if (text.length !== LENGTH || text[8] !== 'T' || text[15] !== 'Z') return undefined
  const month = digits(text, 4, 6)
  const day = digits(text, 6, 8)
  const hour = digits(text, 9, 11)
  const minute = digits(text, 11, 13)
  const second = digits(text, 13, 15)
  // NaN, from what is no digit, fails each of these.
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60
  const year = digits(text, 0, 4)
  if (!inRange || !(year >= 1000)) return undefined
  const midnight = Date.UTC(year, month - 1, day)
  // Date.UTC rolls February 30 over into March; the service does not.
  if (day > 28 && new Date(midnight).getUTCDate() !== day) return undefined
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Parses what may stand in a `Date` header: the basic form or an HTTP date. */
export function parseDateHeader(text: string): number | undefined {
  const basic = parseAmzDate(text)
  if (basic !== undefined || !HTTP_DATE.test(text)) return basic
  const millis = Date.parse(text)
  return Number.isNaN(millis) ? undefined : millis
}

/** `20150830T123600Z`; milliseconds are cut off. */
export function formatAmzDate(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
