import { decode, type HttpCall } from './backends.js'

/** The keys under which a case may name this call of an AWS service: by action, and by path. */
export function serviceKeys(service: string, call: HttpCall): string[] {
  const action = actionOf(call)
  const byPath = `aws:${service}:path${call.path.startsWith('/') ? '' : '/'}${call.path}`
  return action === undefined ? [byPath] : [`aws:${service}:action/${action}`, byPath]
}

/** The action that a call names in one of the wire forms of AWS: JSON target, query parameter, form field. */
export function actionOf(call: HttpCall): string | undefined {
  const target = header(call, 'x-amz-target')
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1)
  return new URLSearchParams(call.query).get('Action') ?? form(call)?.get('Action') ?? undefined
}

/** The action's parameters, whatever the wire form. */
export function actionParameters(call: HttpCall): unknown {
  if (call.parameters !== undefined) return Object.fromEntries(call.parameters)
  const fields = form(call) ?? (call.body.length === 0 ? new URLSearchParams(call.query) : undefined)
  if (fields === undefined) {
    try {
      return JSON.parse(decode(call.body))
    } catch {
      return undefined
    }
  }
  const entries = [...fields].filter(([name]) => name !== 'Action' && name !== 'Version')
  return Object.fromEntries(entries)
}

function form(call: HttpCall): URLSearchParams | undefined {
  const type = header(call, 'content-type') ?? ''
  return type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(decode(call.body)) : undefined
}

function header(call: HttpCall, name: string): string | undefined {
  return call.headers.find(([other]) => other.toLowerCase() === name)?.[1]
}
