import type { RestApi } from '../api/model.js'
import { parseDocument } from '../openapi/documents.js'
import { toPlainValue } from '../openapi/document-tree.js'
import { addCorsToDocument } from './cors-document.js'
import { addCors } from './cors-model.js'
import type { CorsOptions } from './cors-settings.js'

/** An OpenAPI document as an object. */
type Document = Readonly<Record<string, unknown>>

/**
 * Adds to every resource with methods what the console's "Enable CORS" adds: an OPTIONS method with a MOCK integration
 * that answers preflights, the headers on the method and integration responses of the other methods, and on the
 * gateway responses DEFAULT_4XX and DEFAULT_5XX. What is there already stays. Behind `AWS_PROXY` and `HTTP_PROXY` the
 * back end itself must send `Access-Control-Allow-Origin`, as in the cloud.
 *
 * @param definition a model, or a document: an object, or JSON or YAML text; it is not changed
 * @throws {DefinitionError} text that is no document
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function enableCors(definition: RestApi, options?: CorsOptions): RestApi
export function enableCors(definition: Document | string, options?: CorsOptions): Document
export function enableCors(definition: RestApi | Document | string, options: CorsOptions = {}): RestApi | Document {
  if (isModel(definition)) return addCors(definition, () => options)
  return addCorsToDocument(toPlainValue(parseDocument(definition)) as Document, options)
}

function isModel(definition: RestApi | Document | string): definition is RestApi {
  return typeof definition === 'object' && definition['resources'] instanceof Map
}
