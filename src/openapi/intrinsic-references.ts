/** What references in a definition are resolved from. */
export interface ReferenceScope {
  /** By logical id, `LogicalId.Attribute`, parameter, export or pseudo parameter. */
  readonly parameters: ReadonlyMap<string, string>
  readonly account: { readonly id: string; readonly region: string }
}

/** What the property means to the gateway that a reference stands in. */
export type Place = 'uri' | 'name' | 'other'

/** A value, and whether it is the real one: if not, it is the logical id. */
export interface FoundReference {
  readonly value: string
  readonly resolved: boolean
}

// Roles, VPC links and their targets are told from each other by name alone, so that the logical id will do.
const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['uri', 'uri'],
  ['authorizerUri', 'uri'],
  ['credentials', 'name'],
  ['authorizerCredentials', 'name'],
  ['connectionId', 'name'],
  ['integrationTarget', 'name'],
])

/** Place of the property at a pointer. */
export function placeOf(pointer: string): Place {
  return PLACES.get(pointer.slice(pointer.lastIndexOf('/') + 1)) ?? 'other'
}

/**
 * Resolves `Name`, `Name.Attribute` or `AWS::Name`; `before` is the text in front of it. The ARN of something in a URI
 * is taken for that of a function.
 */
export function findReference(name: string, place: Place, before: string, scope: ReferenceScope): FoundReference {
  const given = scope.parameters.get(name) ?? pseudoParameter(name, scope)
  if (given !== undefined) return { value: given, resolved: true }
  const dot = name.indexOf('.')
  const logicalId = dot === -1 ? name : name.slice(0, dot)
  if (place === 'name') return { value: scope.parameters.get(logicalId) ?? logicalId, resolved: true }
  if (place === 'uri') return uriReference(name, logicalId, before, scope)
  return { value: logicalId, resolved: false }
}

function uriReference(name: string, logicalId: string, before: string, scope: ReferenceScope): FoundReference {
  if (name.endsWith('.Arn')) {
    const functionName = scope.parameters.get(logicalId) ?? logicalId
    return { value: functionName.startsWith('arn:') ? functionName : functionArn(functionName, scope), resolved: true }
  }
  // `…:function:${MyFunction}`: what Ref gives of a function is its name.
  return { value: logicalId, resolved: before.endsWith(':function:') }
}

function functionArn(functionName: string, { account }: ReferenceScope): string {
  return `arn:${partitionOf(account.region)}:lambda:${account.region}:${account.id}:function:${functionName}`
}

function pseudoParameter(name: string, { account }: ReferenceScope): string | undefined {
  switch (name) {
    case 'AWS::Region':
      return account.region
    case 'AWS::AccountId':
      return account.id
    case 'AWS::Partition':
      return partitionOf(account.region)
    case 'AWS::URLSuffix':
      return account.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    default:
      return undefined
  }
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

const IMPORT_VARIABLES = new Set(['AWS::Region', 'AWS::AccountId', 'AWS::Partition'])

/**
 * Text outside of any function. The service itself puts in three pseudo parameters (documented); in URIs and names,
 * parameters and `${Name.Attribute}` are put in too, for definitions that a tool fills in as text. All else stays:
 * `${…}` is also the language of mapping templates.
 */
export function substitutePlainText(
  text: string,
  place: Place,
  scope: ReferenceScope,
  onUnresolved: (name: string) => void,
): string {
  if (!text.includes('${')) return text
  return text.replaceAll(/\$\{([^{}]*)\}/g, (whole: string, name: string, offset: number) => {
    if (IMPORT_VARIABLES.has(name)) return pseudoParameter(name, scope) ?? whole
    if (place === 'other' || name.startsWith('stageVariables.')) return whole
    if (!scope.parameters.has(name) && !/^[A-Za-z0-9]+\.[A-Za-z0-9.]+$/.test(name)) return whole
    const found = findReference(name, place, text.slice(0, offset), scope)
    if (!found.resolved) onUnresolved(name)
    return found.value
  })
}
