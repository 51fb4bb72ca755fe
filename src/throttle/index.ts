/**
 * The throttle module: token buckets on account, stage, method and plan, quotas, API keys and usage plans.
 *
 * @module
 */

// The store, and the default
export { ADMITTED, QUOTA_EXCEEDED } from './types.js'
export type { Quota, QuotaPeriod, QuotaUse, ThrottleLevel, ThrottleStore, TokenBucket, UsageReport } from './types.js'
export { createMemoryThrottle } from './memory-throttle.js'
export type { MemoryThrottle, MemoryThrottleOptions } from './memory-throttle.js'

// Keys and plans
export { createUsagePlans } from './usage-plans.js'
export type { RegisteredPlan, UsagePlans, UsagePlansOptions, UsageQuery } from './usage-plans.js'
export type { KeyRegistry, RegisteredKey } from './key-registry.js'
export type { Subscription } from './subscription.js'
export { createGatewayUsage } from './gateway-usage.js'
export type { GatewayApiKeys, GatewayUsage, GatewayUsagePlans, GatewayUsageQuery } from './gateway-usage.js'

// Levels of a method
export { accountBucket, bucketsFor, compileLevels } from './levels.js'
export type { LevelsInput, MethodLevels } from './levels.js'
export { methodKey, methodSettingsFor, normalizeMethodKey } from './method-settings.js'
export type { EffectiveMethodSettings } from './method-settings.js'
