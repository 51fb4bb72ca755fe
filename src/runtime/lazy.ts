/**
 * The heavy packages, had synchronously, so that `createGateway` stays synchronous and an API that has no model never pays
 * for ajv. `imports` of package.json says how: loaded on first use where there is a `require`, bundled elsewhere.
 */
export { lazy } from '#packages'
