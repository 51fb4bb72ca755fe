import type { AddressSet } from './address-set.js'
import type { JavaRegex } from '../regex/index.js'
import type { RuleReport } from './reading.js'
import type { References } from './references.js'

/** What the statements of one web ACL are compiled with. */
export interface AclScope extends RuleReport {
  /** What the labels of its rules begin with: `awswaf:123456789012:webacl:api:`. */
  readonly labelPrefix: string
  /** Whether the gateway can tell where an address is. */
  readonly canLocate: boolean
  readonly addressSets: References<AddressSet>
  readonly patternSets: References<readonly JavaRegex[]>
}
