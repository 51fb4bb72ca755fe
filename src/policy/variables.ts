import type { PolicyRequest } from './request.js'

/** Fills a text for one request; `undefined` when a variable has no value, so that nothing can match. */
export type Expander = (request: PolicyRequest) => string | undefined

const VARIABLE = /\$\{([^}]*)\}/g

/** Whether a text holds policy variables: `${aws:username}`, `${*}`, `${aws:PrincipalTag/team, 'none'}`. */
export function hasVariables(text: string): boolean {
  return text.includes('${')
}

/**
 * Compiles a text with policy variables. A value that a variable brings is taken as it is: stars in it are stars of the
 * text, which is why callers escape them when they match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function compileVariables(text: string, quote: (value: string) => string = (value) => value): Expander {
  if (!hasVariables(text)) return () => text
  return (request) => {
    let missing = false
    const filled = text.replace(VARIABLE, (_, body: string) => {
      const value = readVariable(body, request)
      if (value === undefined) missing = true
      return value === undefined ? '' : quote(value)
    })
    return missing ? undefined : filled
  }
}

function readVariable(body: string, request: PolicyRequest): string | undefined {
  // `${*}`, `${?}` and `${$}` are the characters themselves.
  if (body === '*' || body === '?' || body === '$') return body
  const comma = body.indexOf(',')
  const key = (comma < 0 ? body : body.slice(0, comma)).trim().toLowerCase()
  const value = request.condition(key)
  if (typeof value === 'string') return value
  // A key with several values is no text.
  if (value !== undefined || comma < 0) return undefined
  return /^\s*'(.*)'\s*$/s.exec(body.slice(comma + 1))?.[1]
}
