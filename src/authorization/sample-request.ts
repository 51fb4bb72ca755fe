import type { AnyDeployedStage } from '../pipeline/handle.js'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const

/** A path that a route matches: each variable is filled with its sample, or with its own name. */
export function samplePath(path: string, samples: Readonly<Record<string, string>>): string {
  if (path === '$default') return '/'
  return path.replace(/\{([^}+]+)\+?\}/g, (_, name: string) =>
    Object.hasOwn(samples, name) ? (samples[name] as string) : name,
  )
}

/** A method that reaches a route: its own; of ANY, the first that no other route of the path takes. */
export function sampleMethod(httpMethod: string, siblings: ReadonlySet<string>): string {
  if (httpMethod !== 'ANY') return httpMethod
  return METHODS.find((method) => !siblings.has(method)) ?? 'ANY'
}

/** The path in front of which the stage stands, but for the default stage of an HTTP API. */
export function calledPath({ name }: AnyDeployedStage, resourcePath: string): string {
  return name === '$default' ? resourcePath : `/${name}${resourcePath}`
}
