import type { AuthorizerOutput } from './types.js'

/**
 * Reads what an authorizer function returned. `undefined` when it is no authorizer output: no principal, no policy, or a
 * context that is not flat. The service answers 500 then; nobody is let in by an output that cannot be read.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function readAuthorizerOutput(value: unknown, form: 'flat' | 'nested' = 'flat'): AuthorizerOutput | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { principalId, policyDocument, context, usageIdentifierKey } = value as Record<string, unknown>
  if (principalId !== undefined && principalId !== null && typeof principalId !== 'string') return undefined
  if (typeof policyDocument !== 'object' || policyDocument === null) return undefined
  const read = form === 'flat' ? readContext(context) : readNestedContext(context)
  if (read === undefined) return undefined
  return {
    principalId: principalId ?? '',
    policyDocument,
    context: read,
    ...(typeof usageIdentifierKey === 'string' && { usageIdentifierKey }),
  }
}

/**
 * Reads the simple output of an HTTP API's authorizer: `{isAuthorized, context}`. It stands for a policy that allows or denies
 * everything, so that both kinds are kept and decided alike.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function readSimpleOutput(value: unknown): AuthorizerOutput | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { isAuthorized, context } = value as Record<string, unknown>
  const read = readNestedContext(context)
  if (typeof isAuthorized !== 'boolean' || read === undefined) return undefined
  const Effect = isAuthorized ? 'Allow' : 'Deny'
  const policyDocument = { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: '*' }] }
  return { principalId: '', policyDocument, context: read }
}

/** Lists and maps keep their form; the values are copied, since an output may be shared between requests. */
function readNestedContext(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return {}
  return typeof value === 'object' && !Array.isArray(value)
    ? (structuredClone(value) as Record<string, unknown>)
    : undefined
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
