import type { AuthorizerRequest } from '../authorizer/index.js'
import type { RequestSources } from '../transformer/sources.js'
import type { CallInfo } from '../integration/types.js'
import type { BaseInvocation } from './base-invocation.js'
import { InvocationCall } from './call-info.js'
import { methodArn } from './method-arn.js'

/** What an authorizer sees of an invocation of any protocol; each has an event of its own. */
export abstract class InvocationAuthorizerRequest<
  Invocation extends BaseInvocation & RequestSources,
> implements AuthorizerRequest {
  readonly sources: Invocation
  readonly call: CallInfo

  /** @param timeout milliseconds that the authorizer may take */
  constructor(invocation: Invocation, timeout: number) {
    this.sources = invocation
    this.call = new InvocationCall(invocation, timeout)
  }

  abstract get event(): object

  get methodArn(): string {
    return methodArn(this.sources)
  }

  get now(): number {
    return this.sources.now
  }
}
