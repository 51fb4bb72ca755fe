import type { Model } from '../api/model.js'
import { setField } from './document-tree.js'
import type { DocumentationLookup } from './export-documentation.js'

type Fields = Readonly<Record<string, unknown>>

const MODEL_URL = /^https:\/\/apigateway\.[^/]+\/restapis\/[^/]+\/models\/([^/]+)$/

/** Schemas of all models, the service's model URLs in them turned into references of the document. */
export function exportSchemas(
  models: ReadonlyMap<string, Model>,
  referencePrefix: string,
  documentation: DocumentationLookup,
): Fields {
  return Object.fromEntries(
    [...models.values()].map((model) => {
      const schema = toReferences(model.schema, referencePrefix)
      const texts = documentation.textsOf({ type: 'MODEL', name: model.name })
      return [model.name, typeof schema === 'object' && schema !== null ? { ...schema, ...texts } : schema]
    }),
  )
}

function toReferences(schema: unknown, prefix: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => toReferences(item, prefix))
  if (typeof schema !== 'object' || schema === null) return schema
  const copy: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(schema)) {
    const model = name === '$ref' && typeof value === 'string' ? MODEL_URL.exec(value)?.[1] : undefined
    setField(copy, name, model === undefined ? toReferences(value, prefix) : `${prefix}${model}`)
  }
  return copy
}
