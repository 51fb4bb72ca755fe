/** A rule's statement: one of WAF's, under its name. What is not honoured of them is a finding. */
export type StatementJson = Readonly<Record<string, unknown>>

/** How a web ACL answers a request that it blocks. */
export interface CustomResponseJson {
  /** 200–599. */
  readonly ResponseCode: number
  /** A key of `CustomResponseBodies`. */
  readonly CustomResponseBodyKey?: string
  readonly ResponseHeaders?: ReadonlyArray<{ readonly Name: string; readonly Value: string }>
}

/** What becomes of a request that a rule fits; `Captcha` and `Challenge` are not honoured. */
export interface ActionJson {
  readonly Allow?: Readonly<Record<string, unknown>>
  readonly Block?: { readonly CustomResponse?: CustomResponseJson }
  readonly Count?: Readonly<Record<string, unknown>>
  readonly Captcha?: Readonly<Record<string, unknown>>
  readonly Challenge?: Readonly<Record<string, unknown>>
}

/** One rule. */
export interface RuleJson {
  readonly Name: string
  /** Rules are asked from the lowest up; each number once. */
  readonly Priority: number
  readonly Statement: StatementJson
  readonly Action?: ActionJson
  /** For rule groups, which are not honoured. */
  readonly OverrideAction?: Readonly<Record<string, unknown>>
  readonly RuleLabels?: ReadonlyArray<{ readonly Name: string }>
  readonly VisibilityConfig?: Readonly<Record<string, unknown>>
  readonly CaptchaConfig?: Readonly<Record<string, unknown>>
  readonly ChallengeConfig?: Readonly<Record<string, unknown>>
}

/**
 * A web ACL in the JSON of AWS WAF (WAFv2), as `aws wafv2 get-web-acl` prints it under `WebACL`, and two keys of our own:
 * the sets that its statements refer to.
 *
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html
 */
export interface WebAclRules {
  readonly Name?: string
  readonly Id?: string
  readonly ARN?: string
  readonly Description?: string
  readonly DefaultAction: ActionJson
  readonly Rules?: readonly RuleJson[]
  readonly CustomResponseBodies?: Readonly<
    Record<
      string,
      {
        readonly ContentType: 'TEXT_PLAIN' | 'TEXT_HTML' | 'APPLICATION_JSON'
        readonly Content: string
      }
    >
  >
  /** How much of a body is looked at: `{ RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_32' } } }`. */
  readonly AssociationConfig?: Readonly<Record<string, unknown>>
  readonly VisibilityConfig?: Readonly<Record<string, unknown>>
  /** What labels of rules begin with; default: `awswaf:123456789012:webacl:{Name}:`. */
  readonly LabelNamespace?: string
  readonly Capacity?: number
  readonly CaptchaConfig?: Readonly<Record<string, unknown>>
  readonly ChallengeConfig?: Readonly<Record<string, unknown>>
  readonly DataProtectionConfig?: Readonly<Record<string, unknown>>
  readonly OnSourceDDoSProtectionConfig?: Readonly<Record<string, unknown>>
  readonly TokenDomains?: readonly string[]
  readonly ManagedByFirewallManager?: boolean
  readonly RetrofittedByFirewallManager?: boolean
  readonly PreProcessFirewallManagerRuleGroups?: readonly unknown[]
  readonly PostProcessFirewallManagerRuleGroups?: readonly unknown[]
  /** Our own: IP sets by ARN or name. */
  readonly IPSets?: Readonly<Record<string, { readonly Addresses: readonly string[] }>>
  /** Our own: regex pattern sets by ARN or name. */
  readonly RegexPatternSets?: Readonly<
    Record<string, { readonly RegularExpressionList: ReadonlyArray<{ readonly RegexString: string }> }>
  >
}
