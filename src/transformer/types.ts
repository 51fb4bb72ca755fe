/** What a transformer reads of a request, and of the answer that it transforms. */
export interface TransformInput {
  /** `request`: method request to integration request; `response`: the back end's answer to the method response. */
  readonly side: 'request' | 'response'
  /** The payload as text, `''` when there is none; binary payloads come as base64. */
  readonly body: string
  /** The last value of each, of the method request on both sides. */
  readonly parameters: {
    readonly path: Readonly<Record<string, string>>
    readonly querystring: Readonly<Record<string, string>>
    readonly header: Readonly<Record<string, string>>
  }
  /** A `$context` value by its dotted name: `context('identity.sourceIp')`. */
  readonly context: (name: string) => string | number | boolean | undefined
  readonly stageVariables: Readonly<Record<string, string>>
}

/** Makes the payload for the other side. What it throws is the service's 500; the log is told. */
export type Transform = (input: TransformInput) => string

/**
 * Stands behind the mapping templates of a media type, in place of VTL: `transformers` in the config, by the media type that
 * `requestTemplates` and `responseTemplates` name.
 *
 * @example
 * ```ts
 * import { createGateway, type Transformer } from 'postern'
 *
 * const upperCase: Transformer = { compile: (template) => ({ body }) => template.replace('BODY', body.toUpperCase()) }
 * const gateway = createGateway({
 *   transformers: { 'text/x-shout': upperCase },
 *   routes: {
 *     'POST /shout': {
 *       integration: {
 *         type: 'http',
 *         httpMethod: 'POST',
 *         uri: 'https://example.com/',
 *         requestTemplates: { 'text/x-shout': '[BODY]' },
 *         responses: { default: { statusCode: '200' } },
 *       },
 *       responses: { '200': {} },
 *     },
 *   },
 * })
 * ```
 */
export interface Transformer {
  /** Compiles a template once, when its API is deployed. What it throws is a fault of the configuration. */
  compile(template: string): Transform
}
