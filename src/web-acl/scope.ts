import type { AddressSet } from './address-set.js'
import type { JavaRegex } from '../regex/index.js'
import type { RuleReport } from './reading.js'

/** What the statements of one web ACL are compiled with. */
export interface AclScope extends RuleReport {
  /** What the labels of its rules begin with: `awswaf:123456789012:webacl:api:`. */
  readonly labelPrefix: string
  /** Whether the gateway can tell where an address is. */
  readonly canLocate: boolean
  /** Sets by ARN or name; `undefined` when there is none of that name. */
  readonly addressSet: (reference: string) => AddressSet | undefined
  readonly patternSet: (reference: string) => readonly JavaRegex[] | undefined
  readonly addressSetNames: readonly string[]
  readonly patternSetNames: readonly string[]
}
