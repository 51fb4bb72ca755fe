import { byteText, headerByteText } from './byte-text.js'
import { type FieldReader, type OversizeHandling, readOversize } from './field-reader.js'
import type { Inspection } from './inspection.js'
import { checkKeys, fault, readChoice, readTexts, readVariant } from './reading.js'
import type { AclScope } from './scope.js'

/** The fields that are lists of names and values. */
export const PAIR_FIELDS = ['Headers', 'Cookies', 'HeaderOrder'] as const

/** Whether a field is one of {@link PAIR_FIELDS}. */
export function isPairField(name: string): name is (typeof PAIR_FIELDS)[number] {
  return (PAIR_FIELDS as readonly string[]).includes(name)
}

/** Headers or cookies that are looked at: 200 and 8 KB, whichever comes first (documented). */
const COUNT_LIMIT = 200
const BYTE_LIMIT = 8192

type Pair = readonly [name: string, value: string]

/** Compiles `Headers`, `Cookies` and `HeaderOrder`. */
export function compilePairField(
  scope: AclScope,
  field: (typeof PAIR_FIELDS)[number],
  settings: Readonly<Record<string, unknown>>,
  pointer: string,
): FieldReader | undefined {
  const handling = readOversize(scope, settings, pointer, true)
  if (field === 'HeaderOrder') {
    checkKeys(scope, settings, pointer, ['OversizeHandling'])
    return handling === undefined ? undefined : limited(headersOf, handling, (pairs) => [orderOf(pairs)])
  }
  checkKeys(scope, settings, pointer, ['MatchPattern', 'MatchScope', 'OversizeHandling'])
  const kind = field === 'Headers' ? 'Headers' : 'Cookies'
  const isWanted = compilePattern(scope, settings['MatchPattern'], `${pointer}/MatchPattern`, kind)
  const part = readChoice(scope, settings['MatchScope'], `${pointer}/MatchScope`, ['ALL', 'KEY', 'VALUE'])
  if (handling === undefined || isWanted === undefined || part === undefined) return undefined
  const read = field === 'Headers' ? headersOf : cookiesOf
  return limited(read, handling, (pairs) =>
    partsOf(
      pairs.filter(([name]) => isWanted(name)),
      part,
    ),
  )
}

function compilePattern(
  scope: AclScope,
  value: unknown,
  pointer: string,
  kind: 'Headers' | 'Cookies',
): ((name: string) => boolean) | undefined {
  const pattern = readVariant(scope, value, pointer)
  if (pattern === undefined) return undefined
  if (pattern.name === 'All') return () => true
  const [included, excluded] = [`Included${kind}`, `Excluded${kind}`]
  if (pattern.name !== included && pattern.name !== excluded)
    return fault(scope, pattern.pointer, 'There is no such pattern.', { allowed: ['All', included, excluded] })
  // Names of headers are the same in any case, those of cookies are not.
  const fold = (name: string): string => (kind === 'Headers' ? name.toLowerCase() : name)
  const names = readTexts(scope, pattern.value, pattern.pointer)
  if (names === undefined) return undefined
  const set = new Set(names.map((name) => fold(byteText(name))))
  const isIncluded = pattern.name === included
  return (name) => set.has(fold(name)) === isIncluded
}

function limited(
  read: (inspection: Inspection) => readonly Pair[],
  handling: OversizeHandling,
  choose: (pairs: readonly Pair[]) => readonly string[],
): FieldReader {
  return (inspection) => {
    const all = read(inspection)
    let bytes = 0
    let count = 0
    for (const [name, value] of all) {
      bytes += name.length + value.length
      if (count === COUNT_LIMIT || bytes > BYTE_LIMIT) break
      count++
    }
    if (count === all.length) return choose(all)
    return handling === 'CONTINUE' ? choose(withinLimit(all, count)) : handling === 'MATCH'
  }
}

// Of the pair that goes over the limit the bytes before it are looked at.
function withinLimit(pairs: readonly Pair[], count: number): readonly Pair[] {
  const whole = pairs.slice(0, count)
  const next = pairs[count]
  if (next === undefined || count === COUNT_LIMIT) return whole
  const room = BYTE_LIMIT - whole.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  return [...whole, [next[0].slice(0, room), next[1].slice(0, Math.max(0, room - next[0].length))]]
}

function partsOf(pairs: readonly Pair[], part: 'ALL' | 'KEY' | 'VALUE'): string[] {
  if (part === 'ALL') return pairs.flat()
  return pairs.map(([name, value]) => (part === 'KEY' ? name : value))
}

function headersOf({ request }: Inspection): Pair[] {
  const { names, values } = request.headers
  return names.map((name, i) => [byteText(name), headerByteText(values[i] as string)])
}

function orderOf(pairs: readonly Pair[]): string {
  return pairs.map(([name]) => name).join(':')
}

/** The cookies of a request, in order, as they were sent. */
export function cookiesOf({ request }: Inspection): Pair[] {
  return request.headers.getAll('cookie').flatMap((line) =>
    headerByteText(line)
      .split(';')
      .map((cookie): Pair => {
        const equals = cookie.indexOf('=')
        return equals < 0 ? [cookie.trim(), ''] : [cookie.slice(0, equals).trim(), cookie.slice(equals + 1).trim()]
      }),
  )
}
