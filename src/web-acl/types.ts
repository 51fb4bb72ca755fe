import type { ReadBody } from '../http/body.js'
import type { RequestHeaders } from '../http/request-headers.js'
import type { Locate } from '../stage/edge-position.js'

/** What a web ACL is shown of a request: the request as it came, before anything of the API has looked at it. */
export interface WebAclRequest {
  /** As the client sent it. */
  readonly method: string
  /** As called, stage or base path included, percent-escapes kept, without query: `/prod/pets`. */
  readonly path: string
  /** Without the question mark. */
  readonly rawQuery: string
  readonly headers: RequestHeaders
  /** As sent, in its content coding. */
  readonly body: ReadBody
  readonly sourceIp: string
  /** When the request came, in ms of the gateway's clock. */
  readonly now: number
  /** Where an address is: the `locate` of the gateway's config, if it has one. */
  readonly locate: Locate | undefined
}

/** What a web ACL answers in place of the gateway response `WAF_FILTERED`. */
export interface CustomResponse {
  /** 200–599. */
  readonly statusCode: number
  readonly headers?: ReadonlyArray<readonly [name: string, value: string]>
  /** Default: none. */
  readonly body?: string
  /** Default: none. */
  readonly contentType?: string
}

/** A request may pass, or is answered at once. */
export type WebAclVerdict =
  | { readonly action: 'ALLOW'; readonly rule?: string }
  | {
      readonly action: 'BLOCK'
      /** The name of the rule that decided. */
      readonly rule?: string
      readonly customResponse?: CustomResponse
    }

/**
 * Decides on a request before its API does. Replaceable: `webAcls` in the config takes one of these, or rules in the JSON of
 * AWS WAF. A web ACL that throws, rejects or answers something else refuses the request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
export interface WebAcl {
  inspect(request: WebAclRequest): WebAclVerdict | Promise<WebAclVerdict>
}
