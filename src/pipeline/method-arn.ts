import type { BaseInvocation } from './base-invocation.js'

/** The ARN that policies speak of: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path as called}`. */
export function methodArn(invocation: BaseInvocation): string {
  const { runtime, stage, httpMethod, resourcePath } = invocation
  return `arn:aws:execute-api:${runtime.region}:${runtime.accountId}:${stage.apiId}/${stage.name}/${httpMethod}${resourcePath}`
}

/** The ARN as refusals show it: the account's first eight digits are stars (seen). */
export function maskedArn(arn: string): string {
  return arn.replace(/:\d{8}(\d{4}):/, ':********$1:')
}
