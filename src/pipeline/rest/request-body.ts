import type { IntegrationDefinition } from '../../api/model.js'
import type { Payload } from '../../integration/types.js'
import { mimeType } from '../../http/media-type.js'
import { toBase64, toText } from '../../http/body.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { convertRequestBody } from '../../transformer/content-handling.js'
import { chooseRequestTemplate } from '../../transformer/template-choice.js'
import type { PayloadTemplate } from '../../transformer/template-store.js'
import { type TemplateContext, type TemplateInput, TemplateRenderError } from '../../transformer/template/index.js'
import type { Invocation } from '../invocation.js'

/** The payload for the back end and its content type; both are missing when there is nothing to send. */
export interface IntegrationBody {
  readonly body: Payload
  readonly contentType: string | undefined
}

/** Makes the payload of a non-proxy integration: chooses the template or lets the body pass, and converts it. */
export function mapRequestBody(
  invocation: Invocation,
  definition: IntegrationDefinition,
  templates: ReadonlyMap<string, PayloadTemplate>,
): IntegrationBody {
  const sent = invocation.scan.contentType
  const choice = chooseRequestTemplate(
    templates,
    sent === undefined ? 'application/json' : mimeType(sent),
    definition.passthroughBehavior,
  )
  if (choice === 'unsupported')
    throw new GatewayResponseError('UNSUPPORTED_MEDIA_TYPE', { pointer: definition.pointer })
  if (choice === 'passthrough') return passBody(invocation, definition, sent)
  const { body } = invocation
  const payload = body === undefined ? '' : invocation.hasBinaryBody ? toBase64(body) : toText(body)
  const text = renderTemplate(choice.template, invocation, payload, definition.pointer)
  const converted =
    definition.contentHandling === 'CONVERT_TO_BINARY' ? convertRequestBody(text, false, 'CONVERT_TO_BINARY') : text
  return {
    body: decoded(converted, definition),
    contentType: choice.contentType === '$default' ? (sent ?? 'application/json') : choice.contentType,
  }
}

function passBody(
  invocation: Invocation,
  definition: IntegrationDefinition,
  sent: string | undefined,
): IntegrationBody {
  const { body } = invocation
  if (body === undefined || body.length === 0) return { body: undefined, contentType: undefined }
  const converted = convertRequestBody(body, invocation.hasBinaryBody, definition.contentHandling)
  return { body: decoded(converted, definition), contentType: sent ?? 'application/json' }
}

function decoded(body: string | Uint8Array | undefined, definition: IntegrationDefinition): string | Uint8Array {
  if (body !== undefined) return body
  throw new GatewayResponseError('API_CONFIGURATION_ERROR', {
    pointer: `${definition.pointer}/contentHandling`,
    cause: new Error('CONVERT_TO_BINARY: the body is not base64.'),
  })
}

/** What templates are rendered for: an invocation of any protocol that has them. */
export interface TemplateHost {
  readonly stage: { readonly variables: Readonly<Record<string, string>> }
  readonly templateContext: TemplateContext
  templateInput(body: string): TemplateInput
}

/** Renders a template over a payload; a failure is the service's 500. */
export function renderTemplate(
  template: PayloadTemplate,
  invocation: TemplateHost,
  payload: string,
  pointer: string,
): string {
  try {
    return template.render({
      input: invocation.templateInput(payload),
      context: invocation.templateContext,
      stageVariables: invocation.stage.variables,
    })
  } catch (cause) {
    if (!(cause instanceof TemplateRenderError)) throw cause
    throw new GatewayResponseError('DEFAULT_5XX', { cause, pointer })
  }
}
