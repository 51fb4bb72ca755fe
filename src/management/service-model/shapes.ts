import type { EnumerationName, ENUMERATIONS, PatternName } from './enumerations.js'

/** The structures of inputs: member → type. */
export const SHAPES = {
  endpointConfiguration: { types: 'EndpointType[]', ipAddressType: 'IpAddressType', vpcEndpointIds: 'texts' },
  canarySettings: {
    percentTraffic: 'double',
    deploymentId: 'text',
    stageVariableOverrides: 'textMap',
    useStageCache: 'boolean',
  },
  location: {
    type: 'DocumentationPartType!',
    path: 'text',
    method: 'text',
    statusCode: 'DocumentationStatusCode',
    name: 'text',
  },
  patchOperation: { op: 'Op', path: 'text', value: 'text', from: 'text' },
  throttle: { burstLimit: 'integer', rateLimit: 'double' },
  quota: { limit: 'integer', offset: 'integer', period: 'QuotaPeriodType' },
  apiStage: { apiId: 'text', stage: 'text', throttle: 'throttle{}' },
  stageKey: { restApiId: 'text', stageName: 'text' },
  tlsConfig: { insecureSkipVerification: 'boolean' },
  mutualTlsAuthentication: { truststoreUri: 'text', truststoreVersion: 'text' },
} as const

/** Name of a structure. */
export type ShapeName = keyof typeof SHAPES

/** The simple types. `blob` is the whole body, `query` all query parameters without a name, `accept` that header. */
interface SimpleTypes {
  text: string
  boolean: boolean
  integer: number
  double: number
  texts: readonly string[]
  textMap: Readonly<Record<string, string | null>>
  textListMap: Readonly<Record<string, readonly string[]>>
  booleanMap: Readonly<Record<string, boolean>>
  blob: string
  query: Readonly<Record<string, string>>
  accept: string
}

type BareType = keyof SimpleTypes | EnumerationName | PatternName | ShapeName

/** Type of a member: `T[]` is a list, `T{}` a map, `T!` is required. */
export type MemberType = BareType | `${BareType}[]` | `${BareType}{}` | `${BareType}!` | `${BareType}[]!`

/** Members by name. */
export type Members = Readonly<Record<string, MemberType>>

/** What a value of a type is in TypeScript. */
export type ValueOf<T extends string> = T extends `${infer Item}!`
  ? ValueOf<Item>
  : T extends `${infer Item}[]`
    ? ReadonlyArray<ValueOf<Item>>
    : T extends `${infer Item}{}`
      ? Readonly<Record<string, ValueOf<Item>>>
      : T extends keyof SimpleTypes
        ? SimpleTypes[T]
        : T extends ShapeName
          ? { readonly [Name in keyof (typeof SHAPES)[T]]?: ValueOf<(typeof SHAPES)[T][Name] & string> }
          : T extends EnumerationName
            ? (typeof ENUMERATIONS)[T][number]
            : string
