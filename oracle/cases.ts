import { parseJson, writeJson } from '../src/json/index.js'
import { compilePath, InvalidPathError, PathNotFoundError } from '../src/jsonpath/index.js'
import { compileTemplate } from '../src/templates.js'
import type { Outcome } from './reference.js'

/** A template and what it is rendered with, as the reference engine reads them: a JSON line. */
export interface TemplateCase {
  readonly template: string
  readonly input: {
    readonly body: string
    readonly path: Record<string, string>
    readonly query: Record<string, string>
    readonly headers: Record<string, string>
    readonly context: Record<string, string>
    readonly stageVariables: Record<string, string>
  }
}

/** A path and the document it reads. */
export interface PathCase {
  readonly path: string
  readonly json: string
}

/** Parameters, `$context` and stage variables of every generated template. */
export const SURROUNDINGS: Omit<TemplateCase['input'], 'body'> = {
  path: { id: '7' },
  query: { a: 'q', empty: '' },
  headers: { Host: 'h', 'x-list': 'a,b' },
  context: { stage: 'prod', httpMethod: 'GET' },
  stageVariables: { table: 't', url: 'http://x/y' },
}

/** Renders with this engine. */
export function renderOurs({ template, input }: TemplateCase): Outcome {
  const { body, path, query, headers, context, stageVariables } = input
  try {
    const params = { path, querystring: query, header: headers }
    return { output: compileTemplate(template).render({ body, params, context, stageVariables }).text }
  } catch (error) {
    return { error: String(error) }
  }
}

/** Reads with this engine. The error is `path-not-found`, or any other text: which failure it is tells nothing to a template. */
export function readOurs({ path, json }: PathCase): Outcome {
  try {
    return { output: writeJson(compilePath(path).read(parseJson(json))) }
  } catch (error) {
    if (error instanceof PathNotFoundError) return { error: error.kind }
    if (error instanceof InvalidPathError) return { error: error.message }
    throw error
  }
}

/** Whether two answers are the same: the same text, or failures of one kind. */
export function agree(ours: Outcome, theirs: Outcome): boolean {
  if ('error' in ours && 'error' in theirs) {
    return (ours.error === 'path-not-found') === (theirs.error === 'path-not-found')
  }
  return 'output' in ours && 'output' in theirs && ours.output === theirs.output
}
