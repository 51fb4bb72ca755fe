const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Parses `20150830T123600Z` into milliseconds since the Unix epoch; `undefined` when it is no such date. */
export function parseAmzDate(text: string): number | undefined {
  const parts = BASIC.exec(text)
  if (parts === null) return undefined
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const millis = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC rolls February 30 over; the service does not.
  return formatAmzDate(millis) === text ? millis : undefined
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
