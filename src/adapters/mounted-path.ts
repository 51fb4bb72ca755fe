import type { AdapterOptions } from './gateway-handler.js'

/**
 * The path that the gateway gets of a request to an app. By default the whole one, so that the mount shows the stage as the
 * service's own URL does; where the stage is named by an option, the mount is no part of it.
 */
export function mountedPath(originalUrl: string, mount: string, options: AdapterOptions): string {
  const strip = options.basePath === undefined ? options.stage !== undefined : options.basePath === 'strip'
  if (!strip || mount === '' || !originalUrl.startsWith(mount)) return originalUrl
  const rest = originalUrl.slice(mount.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}
