import { DefinitionError, MALFORMED_INPUT } from './definition-error.js'
import type { DocumentObject } from './document-tree.js'
import { fieldsOf, isDocumentObject, textOf } from './document-tree.js'
import type { Dialect } from './import-context.js'

/**
 * Which language a document is written in.
 *
 * @throws {DefinitionError} none that can be imported; templates of other tools are named
 */
export function recognizeDialect(document: DocumentObject, acceptOpenApi31: boolean): Dialect {
  const swagger = textOf(document['swagger'])
  if (swagger !== undefined) {
    if (swagger === '2.0' || swagger === '2') return 'swagger'
    throw refused('/swagger', 'Swagger is imported in version 2.0.', swagger)
  }
  const openapi = textOf(document['openapi'])
  if (openapi === undefined) throw refused('', describeOther(document))
  if (/^3\.0(\.|$)/.test(openapi) || openapi === '3') return 'openapi'
  if (acceptOpenApi31 && /^3\.1(\.|$)/.test(openapi)) return 'openapi'
  // Observed: the service has its general message for 3.1.
  const hint = openapi.startsWith('3.1') ? '; acceptOpenApi31 takes 3.1, which the service refuses' : ''
  throw refused('/openapi', `OpenAPI is imported in version 3.0${hint}.`, openapi)
}

/** What a document is that is no API definition, for the message. */
function describeOther(document: DocumentObject): string {
  const advice = 'give the OpenAPI document that it holds or names'
  const types = fieldsOf(document['Resources']).flatMap(([, resource]) =>
    isDocumentObject(resource) ? (textOf(resource['Type']) ?? []) : [],
  )
  if (types.length > 0 || document['AWSTemplateFormatVersion'] !== undefined) {
    const transforms = JSON.stringify(document['Transform'] ?? '')
    const isSam = transforms.includes('AWS::Serverless') || types.some((type) => type.startsWith('AWS::Serverless::'))
    return `This is ${isSam ? 'an AWS SAM' : 'a CloudFormation'} template, not an OpenAPI document: ${advice}.`
  }
  if (document['service'] !== undefined && document['provider'] !== undefined) {
    return `This is a Serverless Framework file, not an OpenAPI document: ${advice}.`
  }
  if (document['Fn::Transform'] !== undefined) {
    return `This only names the file of the definition, to be put in by a transform: give that file.`
  }
  if (document['asyncapi'] !== undefined) return 'This is an AsyncAPI document, not an OpenAPI document.'
  return 'The definition has neither `openapi` nor `swagger`: it is no OpenAPI document.'
}

function refused(pointer: string, message: string, found?: string): DefinitionError {
  return new DefinitionError([{ pointer, message, ...(found === undefined ? {} : { found }) }], MALFORMED_INPUT)
}
