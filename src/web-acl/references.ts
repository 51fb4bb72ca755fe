/** Things that statements or stages refer to by ARN or name. */
export interface References<T> {
  readonly names: readonly string[]
  readonly find: (reference: string) => T | undefined
}

/** The name in an ARN of WAF, `arn:aws:wafv2:{region}:{account}:regional/ipset/{name}/{id}`; a name stays what it is. */
export function nameOfArn(reference: string): string {
  const [, , service, , , resource] = reference.split(':')
  return service === 'wafv2' ? (resource?.split('/')[2] ?? reference) : reference
}

/** Finds by what the config calls a thing, by its own `ARN`, or by the name that an ARN holds. */
export function createReferences<T>(
  entries: Iterable<readonly [key: string, arn: string | undefined, value: T]>,
): References<T> {
  const byKey = new Map<string, T>()
  const byArn = new Map<string, T>()
  for (const [key, arn, value] of entries) {
    byKey.set(key, value)
    if (arn !== undefined) byArn.set(arn, value)
  }
  return {
    names: [...byKey.keys()],
    find: (reference) => byKey.get(reference) ?? byArn.get(reference) ?? byKey.get(nameOfArn(reference)),
  }
}
