import type { ReadBody } from '../../http/body.js'
import { HeaderList, isHeaderName, isHeaderValue } from '../../http/header-list.js'
import type { RequestHeaders } from '../../http/request-headers.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Locate } from '../../stage/edge-position.js'
import type { CustomResponse, WebAcl, WebAclRequest, WebAclVerdict } from '../../web-acl/index.js'
import type { Invocation } from '../invocation.js'

/** What `$context.waf.*` shows of an inspection. */
export interface WafFacts {
  readonly error?: string
  /** Milliseconds. */
  readonly latency: number
  /** 200 of a request that passed, 403 of one that was blocked, 500 of a web ACL that failed. */
  readonly status: number
}

/** Inspects a request; throws the refusal, or completes the answer with the custom response. */
export type WebAclCheck = (invocation: Invocation) => void | Promise<void>

export interface WebAclCheckOptions {
  /** Where the stage names its web ACL: `/stages/prod/webAclArn`. */
  readonly pointer: string
  readonly locate?: Locate | undefined
}

/**
 * Makes the inspection of a stage with a web ACL. It comes before everything of the API, the search for a method included:
 * WAF is asked before policies and authorizers (documented), and a scan of paths must be seen by its rates. A web ACL that
 * throws, rejects or answers something else lets nobody in.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
export function compileWebAclCheck(webAcl: WebAcl, options: WebAclCheckOptions): WebAclCheck {
  const { pointer, locate } = options
  return (invocation) => {
    const inspected: Inspected = { invocation, pointer, startedAt: invocation.runtime.clock.now() }
    let verdict: WebAclVerdict | Promise<WebAclVerdict>
    try {
      verdict = webAcl.inspect(new InvocationRequest(invocation, locate))
    } catch (error) {
      throw failed(inspected, error)
    }
    if (!isPromise(verdict)) return heed(verdict, inspected)
    return verdict.then(
      (decided) => heed(decided, inspected),
      (error: unknown) => {
        throw failed(inspected, error)
      },
    )
  }
}

interface Inspected {
  /** With a place for what the inspection tells, where there is one. */
  readonly invocation: Invocation & { waf?: WafFacts | undefined }
  readonly pointer: string
  readonly startedAt: number
}

function isPromise(value: WebAclVerdict | Promise<WebAclVerdict>): value is Promise<WebAclVerdict> {
  return typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === 'function'
}

function heed(verdict: WebAclVerdict, inspected: Inspected): void {
  const action: unknown = (verdict as WebAclVerdict | null | undefined)?.action
  if (action === 'ALLOW') {
    record(inspected, 'WAF_ALLOW', 200)
    return
  }
  if (action !== 'BLOCK') throw failed(inspected, new TypeError('The web ACL answered neither ALLOW nor BLOCK.'))
  const { customResponse } = verdict as Extract<WebAclVerdict, { action: 'BLOCK' }>
  if (customResponse !== undefined && !isResponse(customResponse))
    throw failed(inspected, new TypeError('The web ACL answered with a custom response that is none.'))
  record(inspected, 'WAF_BLOCK', 403)
  if (customResponse === undefined) throw new GatewayResponseError('WAF_FILTERED', { pointer: inspected.pointer })
  // A custom response wins over the gateway response of the API, whatever that says (documented).
  const headers = new HeaderList(customResponse.headers)
  if (customResponse.contentType !== undefined) headers.set('Content-Type', customResponse.contentType)
  const { invocation } = inspected
  invocation.statusCode = customResponse.statusCode
  invocation.responseHeaders = headers
  invocation.responseBody = customResponse.body ?? ''
  invocation.answered = true
}

function isResponse({ statusCode, headers = [], body, contentType }: CustomResponse): boolean {
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) return false
  if (body !== undefined && typeof body !== 'string') return false
  if (contentType !== undefined && !isHeaderValue(contentType)) return false
  return headers.every(([name, value]) => isHeaderName(name) && isHeaderValue(value))
}

function failed(inspected: Inspected, cause: unknown): GatewayResponseError {
  record(inspected, undefined, 500, cause instanceof Error ? cause.message : String(cause))
  return new GatewayResponseError('DEFAULT_5XX', { cause, pointer: inspected.pointer })
}

function record({ invocation, startedAt }: Inspected, code: string | undefined, status: number, error?: string): void {
  invocation.wafResponseCode = code
  const latency = invocation.runtime.clock.now() - startedAt
  invocation.waf = { latency, status, ...(error !== undefined && { error }) }
}

/** The invocation as web ACLs see it: the request as it came. */
class InvocationRequest implements WebAclRequest {
  readonly locate: Locate | undefined
  readonly #invocation: Invocation

  constructor(invocation: Invocation, locate: Locate | undefined) {
    this.#invocation = invocation
    this.locate = locate
  }

  // Not the one of `X-HTTP-Method-Override`: WAF stands before what heeds that.
  get method(): string {
    return this.#invocation.request.method
  }

  get path(): string {
    return this.#invocation.calledPath
  }

  get rawQuery(): string {
    return this.#invocation.rawQuery
  }

  get headers(): RequestHeaders {
    return this.#invocation.headers
  }

  get body(): ReadBody {
    return this.#invocation.sentBody
  }

  get sourceIp(): string {
    return this.#invocation.sourceIp
  }

  get now(): number {
    return this.#invocation.now
  }
}
