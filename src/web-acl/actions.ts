import { isHeaderName, isHeaderValue } from '../http/header-list.js'
import { checkKeys, fault, notHonoured, readChoice, readInteger, readList, readObject, readText } from './reading.js'
import { readVariant, type RuleReport } from './reading.js'
import type { CustomResponse } from './types.js'

type Settings = Readonly<Record<string, unknown>>

/** What becomes of a request that a rule fits. */
export interface RuleAction {
  readonly kind: 'ALLOW' | 'BLOCK' | 'COUNT'
  readonly customResponse?: CustomResponse
}

/** A body that custom responses may name. */
export interface ResponseBodyText {
  readonly contentType: string
  readonly content: string
}

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['TEXT_PLAIN', 'text/plain'],
  ['TEXT_HTML', 'text/html'],
  ['APPLICATION_JSON', 'application/json'],
])

/** Reads `CustomResponseBodies`, by key. */
export function readResponseBodies(
  report: RuleReport,
  value: unknown,
  pointer: string,
): ReadonlyMap<string, ResponseBodyText> {
  const bodies = new Map<string, ResponseBodyText>()
  if (value === undefined) return bodies
  const object = readObject(report, value, pointer)
  for (const [key, one] of Object.entries(object ?? {})) {
    const place = `${pointer}/${key}`
    const body = readObject(report, one, place)
    if (body === undefined) continue
    checkKeys(report, body, place, ['ContentType', 'Content'])
    const type = readChoice(report, body['ContentType'], `${place}/ContentType`, [...CONTENT_TYPES.keys()])
    const content = readText(report, body['Content'], `${place}/Content`)
    if (type !== undefined && content !== undefined)
      bodies.set(key, { contentType: CONTENT_TYPES.get(type) ?? '', content })
  }
  return bodies
}

/** Compiles the action of a rule, or the default action of a web ACL; `undefined` when there is none to take. */
export function compileAction(
  report: RuleReport,
  value: unknown,
  pointer: string,
  bodies: ReadonlyMap<string, ResponseBodyText>,
  isDefault = false,
): RuleAction | undefined {
  const action = readVariant(report, value, pointer)
  if (action === undefined) return undefined
  const settings = readObject(report, action.value, action.pointer)
  if (settings === undefined) return undefined
  if (action.name === 'Block') return compileBlock(report, settings, action.pointer, bodies)
  if (action.name === 'Allow' || (action.name === 'Count' && !isDefault)) {
    checkKeys(report, settings, action.pointer, ['CustomRequestHandling'])
    if (settings['CustomRequestHandling'] !== undefined)
      notHonoured(
        report,
        `${action.pointer}/CustomRequestHandling`,
        'insert-headers-not-built',
        'Headers that a rule inserts do not reach the back end.',
      )
    return { kind: action.name === 'Allow' ? 'ALLOW' : 'COUNT' }
  }
  if ((action.name === 'Captcha' || action.name === 'Challenge') && !isDefault)
    return notHonoured(
      report,
      action.pointer,
      `${action.name.toLowerCase()}-not-built`,
      `The action ${action.name} is not built: its rule would do nothing.`,
    )
  const allowed = isDefault ? ['Allow', 'Block'] : ['Allow', 'Block', 'Count']
  return fault(report, action.pointer, 'There is no such action.', { allowed })
}

function compileBlock(
  report: RuleReport,
  settings: Settings,
  pointer: string,
  bodies: ReadonlyMap<string, ResponseBodyText>,
): RuleAction | undefined {
  checkKeys(report, settings, pointer, ['CustomResponse'])
  if (settings['CustomResponse'] === undefined) return { kind: 'BLOCK' }
  const place = `${pointer}/CustomResponse`
  const response = readObject(report, settings['CustomResponse'], place)
  if (response === undefined) return undefined
  checkKeys(report, response, place, ['ResponseCode', 'CustomResponseBodyKey', 'ResponseHeaders'])
  const statusCode = readInteger(report, response['ResponseCode'], `${place}/ResponseCode`, [200, 599])
  const body = readBody(report, response['CustomResponseBodyKey'], `${place}/CustomResponseBodyKey`, bodies)
  const headers = readHeaders(report, response['ResponseHeaders'], `${place}/ResponseHeaders`)
  if (statusCode === undefined || headers === undefined) return undefined
  return {
    kind: 'BLOCK',
    customResponse: {
      statusCode,
      headers,
      ...(body !== undefined && { body: body.content, contentType: body.contentType }),
    },
  }
}

function readBody(
  report: RuleReport,
  key: unknown,
  pointer: string,
  bodies: ReadonlyMap<string, ResponseBodyText>,
): ResponseBodyText | undefined {
  if (key === undefined) return undefined
  const body = typeof key === 'string' ? bodies.get(key) : undefined
  if (body !== undefined) return body
  return fault(report, pointer, 'There is no such body among CustomResponseBodies.', {
    found: key,
    allowed: [...bodies.keys()],
  })
}

function readHeaders(
  report: RuleReport,
  value: unknown,
  pointer: string,
): ReadonlyArray<readonly [string, string]> | undefined {
  if (value === undefined) return []
  const list = readList(report, value, pointer)
  return list?.flatMap((one, i): ReadonlyArray<readonly [string, string]> => {
    const place = `${pointer}/${i}`
    const header = readObject(report, one, place)
    const name = header && readText(report, header['Name'], `${place}/Name`)
    const text = header && readText(report, header['Value'], `${place}/Value`)
    if (name === undefined || text === undefined) return []
    if (isHeaderName(name) && isHeaderValue(text)) return [[name, text]]
    fault(report, place, 'This is no header: its name or value holds what none may.', { found: one })
    return []
  })
}
