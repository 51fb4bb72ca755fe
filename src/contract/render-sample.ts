import { firstAccepted, mimeType } from '../http/media-type.js'
import { chooseRequestTemplate, chooseResponseTemplate } from '../transformer/template-choice.js'
import type { PassthroughBehavior } from '../api/model.js'
import {
  type ContextSource,
  type ContextValue,
  createTemplateContext,
  readRequestOverrides,
  readResponseOverrides,
  type TemplateContext,
  TemplateRenderError,
  TemplateSyntaxError,
} from '../transformer/template/index.js'
import { createTemplateStore, type TemplateStore } from '../transformer/template-store.js'
import type { ContractSample, DiffOptions } from './types.js'

/** What a sample is rendered with. */
export interface SampleStage {
  readonly variables: Readonly<Record<string, string>>
  /** Parses each template once, however many samples go through it. */
  readonly templates: TemplateStore
}

/** The stages that samples are rendered on, before and after. */
export function sampleStages({ stages = {}, transformers }: DiffOptions): readonly [SampleStage, SampleStage] {
  const templates = createTemplateStore(transformers)
  return [
    { variables: stages.before?.variables ?? {}, templates },
    { variables: stages.after?.variables ?? {}, templates },
  ]
}

/** A sample as templates see it, with what it does not say filled in. */
export interface SampleRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly path: Readonly<Record<string, string>>
  readonly contentType: string
  readonly accept: string
  readonly body: string
  /** The back end's answer, where the sample says one. */
  readonly answer?: string
  readonly stageVariables: Readonly<Record<string, string>>
  readonly templates: TemplateStore
}

/** Reads a sample as it comes to a stage. */
export function readSample(sample: ContractSample, { variables, templates }: SampleStage): SampleRequest {
  const { headers = {}, query = {}, path = {}, body, response } = sample
  const header = (name: string): string | undefined =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return {
    headers,
    query,
    path,
    contentType: mimeType(header('content-type') ?? 'application/json'),
    accept: firstAccepted(header('accept') ?? 'application/json'),
    body: textOf(body),
    ...(response?.body !== undefined && { answer: textOf(response.body) }),
    stageVariables: { ...variables, ...sample.stageVariables },
    templates,
  }
}

/** A body as it is sent: text, or a value as JSON. */
export function textOf(body: unknown): string {
  return typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
}

/** What became of a payload: what was rendered, or why nothing was. */
export interface Rendered {
  readonly kind: 'rendered' | 'passed' | 'refused' | 'failed'
  readonly contentType?: string
  /** The payload, or what went wrong. */
  readonly text: string
  /** What the template has put under `requestOverride` or `responseOverride`. */
  readonly overrides?: unknown
}

/** `$context` of a sample: the same for both states, so that only the templates differ. */
export function sampleContext(): TemplateContext {
  return createTemplateContext(contextSource(CONTEXT))
}

const CONTEXT: Readonly<Record<string, unknown>> = {
  requestId: '00000000-0000-4000-8000-000000000000',
  extendedRequestId: 'sample',
  requestTime: '02/Jan/2026:03:04:05 +0000',
  requestTimeEpoch: 1_767_323_045_000,
  httpMethod: 'POST',
  stage: 'sample',
  accountId: '123456789012',
  identity: { sourceIp: '192.0.2.1', userAgent: 'sample' },
  authorizer: { principalId: 'sample', claims: { sub: 'sample' } },
}

function contextSource(values: object): ContextSource {
  return {
    get: (name) => contextValue(Object.hasOwn(values, name) ? (values as Record<string, unknown>)[name] : undefined),
    keys: () => Object.keys(values),
  }
}

function contextValue(value: unknown): ContextValue {
  if (typeof value === 'object' && value !== null) return contextSource(value)
  return value as string | number | undefined
}

/** Does with a request's body what an integration does: template, passthrough, or 415. */
export function renderRequest(
  templates: ReadonlyMap<string, string>,
  behavior: PassthroughBehavior,
  sample: SampleRequest,
  context: TemplateContext,
): Rendered {
  const choice = chooseRequestTemplate(lowerCased(templates), sample.contentType, behavior)
  if (choice === 'unsupported') return { kind: 'refused', text: 'Unsupported Media Type' }
  if (choice === 'passthrough') return { kind: 'passed', text: sample.body }
  const rendered = renderTemplate(choice, 'request', sample, sample.body, context)
  const overrides = readRequestOverrides(context)
  return overrides === undefined ? rendered : { ...rendered, overrides }
}

/** Does with a back end's answer what an integration response does. */
export function renderResponse(
  templates: ReadonlyMap<string, string>,
  answer: string,
  sample: SampleRequest,
  context: TemplateContext,
): Rendered {
  const choice = chooseResponseTemplate(lowerCased(templates), sample.accept)
  const contentType = choice?.contentType ?? 'application/json'
  const rendered: Rendered =
    choice === undefined || choice.template === ''
      ? { kind: 'passed', text: answer }
      : renderTemplate(choice, 'response', sample, answer, context)
  const overrides = readResponseOverrides(context)
  return { ...rendered, contentType, ...(overrides !== undefined && { overrides }) }
}

function lowerCased(templates: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...templates].map(([type, text]) => [type.toLowerCase(), text]))
}

/** The text of a template, and the media type that it is for. */
export interface TemplateText {
  readonly contentType: string
  readonly template: string
}

/** Renders one template for a sample. */
export function renderTemplate(
  { contentType, template }: TemplateText,
  side: 'request' | 'response',
  sample: SampleRequest,
  body: string,
  context: TemplateContext,
): Rendered {
  const { path, query: querystring, headers: header, stageVariables, templates } = sample
  try {
    const input = { body, params: { path, querystring, header } }
    const text = templates(template, contentType, side).render({ input, context, stageVariables })
    return { kind: 'rendered', text }
  } catch (error) {
    if (error instanceof TemplateRenderError || error instanceof TemplateSyntaxError)
      return { kind: 'failed', text: error.message }
    throw error
  }
}
