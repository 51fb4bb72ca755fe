import type { ApiKey, UsagePlan } from '../config/types.js'

/** Where a key is to be good. */
export interface TestApiKeyOptions {
  /** Default `test`. */
  readonly name?: string
  /** The stages that it may call. */
  readonly apiStages: NonNullable<UsagePlan['apiStages']>
  /** Of its plan. Default: no limits. */
  readonly throttle?: UsagePlan['throttle']
  readonly quota?: UsagePlan['quota']
}

/** A key with a plan of its own. */
export interface TestApiKey {
  /** For `x-api-key`, or an authorizer's `usageIdentifierKey`. */
  readonly value: string
  /** For the config: spread it, or add its members to your own. */
  readonly config: { readonly apiKeys: readonly ApiKey[]; readonly usagePlans: readonly UsagePlan[] }
}

/**
 * Makes an API key in a usage plan of its own. A key has nothing to sign, so that there is no way around it in tests either:
 * it is looked up, and its plan counted, as ever.
 */
export function createTestApiKey({ name = 'test', apiStages, throttle, quota }: TestApiKeyOptions): TestApiKey {
  const value = `${name}-api-key-for-tests-only`
  const plan: UsagePlan = {
    id: `${name}-plan`,
    apiStages,
    apiKeyIds: [name],
    ...(throttle !== undefined && { throttle }),
    ...(quota !== undefined && { quota }),
  }
  return { value, config: { apiKeys: [{ id: name, name, value }], usagePlans: [plan] } }
}
