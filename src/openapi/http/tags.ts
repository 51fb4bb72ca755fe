import { isDocumentObject, itemsOf, textOf, type DocumentObject } from '../document-tree.js'

const VALUE = 'x-amazon-apigateway-tag-value'

/**
 * The tags of an API: entries of `tags` that have a value. Those without one are documentation only.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-tag-value.html
 */
export function importTags(document: DocumentObject): Readonly<Record<string, string>> | undefined {
  const tags = new Map<string, string>()
  for (const tag of itemsOf(document['tags'])) {
    if (!isDocumentObject(tag)) continue
    const name = textOf(tag['name'])
    const value = textOf(tag[VALUE])
    if (name !== undefined && value !== undefined) tags.set(name, value)
  }
  return tags.size === 0 ? undefined : Object.fromEntries(tags)
}

/** Tags as the export writes them. */
export function exportTags(tags: Readonly<Record<string, string>> | undefined): object[] | undefined {
  return tags === undefined ? undefined : Object.entries(tags).map(([name, value]) => ({ name, [VALUE]: value }))
}
