import type { AuthorizerOutput } from './types.js'

/**
 * Reads what an authorizer function returned. `undefined` when it is no authorizer output: no principal, no policy, or a
 * context that is not flat. The service answers 500 then; nobody is let in by an output that cannot be read.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function readAuthorizerOutput(value: unknown): AuthorizerOutput | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { principalId, policyDocument, context, usageIdentifierKey } = value as Record<string, unknown>
  if (principalId !== undefined && principalId !== null && typeof principalId !== 'string') return undefined
  if (typeof policyDocument !== 'object' || policyDocument === null) return undefined
  const flat = readContext(context)
  if (flat === undefined) return undefined
  return {
    principalId: principalId ?? '',
    policyDocument,
    context: flat,
    ...(typeof usageIdentifierKey === 'string' && { usageIdentifierKey }),
  }
}

type FlatContext = Record<string, string | number | boolean>

function readContext(value: unknown): FlatContext | undefined {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const flat = Object.create(null) as FlatContext
  for (const [name, one] of Object.entries(value)) {
    if (one === null || one === undefined) continue
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') return undefined
    flat[name] = one
  }
  return flat
}
