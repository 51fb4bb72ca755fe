import type { CorsConfiguration } from '../api/http-model.js'
import type { ChangeList } from './change-list.js'
import { missingFrom } from './same-value.js'

/** What a list of a CORS answer allows. */
export type CorsList = 'origins' | 'methods' | 'headers' | 'exposed-headers'

/** The lists of CORS by the header that holds them. */
export const CORS_HEADERS: ReadonlyMap<string, CorsList> = new Map<string, CorsList>([
  ['access-control-allow-origin', 'origins'],
  ['access-control-allow-methods', 'methods'],
  ['access-control-allow-headers', 'headers'],
  ['access-control-expose-headers', 'exposed-headers'],
])

/** Compares two lists of CORS; `*` allows all. Header names and methods have no case that matters here. */
export function diffCorsList(
  list: ChangeList,
  kind: CorsList,
  before: readonly string[],
  after: readonly string[],
  pointer: string,
): void {
  const [old, now] = [before.map((one) => one.toLowerCase()), after.map((one) => one.toLowerCase())]
  const gone = now.includes('*') ? [] : missingFrom(now, old)
  const more = old.includes('*') ? [] : missingFrom(old, now)
  const details = { before, after, pointer }
  if (gone.length > 0) {
    const message = `Pages of other origins lose ${kind}: ${gone.join(', ')}.`
    list.breaking(`cors/${kind}-narrowed`, { message, ...details, security: 'stronger' })
  }
  if (more.length > 0) {
    const message = `Pages of other origins are allowed more ${kind}: ${more.join(', ')}.`
    list.safe(`cors/${kind}-widened`, { message, ...details, security: 'weaker' })
  }
}

/** Compares the CORS settings of an HTTP API. */
export function diffCors(
  list: ChangeList,
  before: CorsConfiguration | undefined,
  after: CorsConfiguration | undefined,
): void {
  const pointer = '/x-amazon-apigateway-cors'
  if (before === undefined || after === undefined) {
    if (before === after) return
    const [effect, rule] =
      after === undefined ? (['breaking', 'cors/removed'] as const) : (['safe', 'cors/added'] as const)
    const message = `The gateway ${after === undefined ? 'no longer answers' : 'answers'} preflights.`
    list.add(effect, rule, { message, before, after, pointer, security: after === undefined ? 'stronger' : 'weaker' })
    return
  }
  diffCorsList(list, 'origins', before.allowOrigins, after.allowOrigins, pointer)
  diffCorsList(list, 'methods', before.allowMethods, after.allowMethods, pointer)
  diffCorsList(list, 'headers', before.allowHeaders, after.allowHeaders, pointer)
  diffCorsList(list, 'exposed-headers', before.exposeHeaders, after.exposeHeaders, pointer)
  diffCredentials(list, before.allowCredentials, after.allowCredentials, pointer)
  if (before.maxAge !== after.maxAge) {
    const message = 'Browsers keep preflights for another time.'
    list.safe('cors/max-age-changed', { message, before: before.maxAge, after: after.maxAge, pointer })
  }
}

function diffCredentials(list: ChangeList, before: boolean, after: boolean, pointer: string): void {
  if (before === after) return
  const details = { before, after, pointer }
  if (after) {
    const message = 'Pages of other origins may send cookies.'
    list.safe('cors/credentials-allowed', { message, ...details, security: 'weaker' })
  } else {
    const message = 'Pages of other origins may no longer send cookies.'
    list.breaking('cors/credentials-refused', { message, ...details, security: 'stronger' })
  }
}
