import type { AdapterOptions } from './gateway-handler.js'

/**
 * The path that the gateway gets of a request to an app. By default the whole one, so that the mount shows the stage as the
 * service's own URL does; where the stage is named by an option, the mount is no part of it.
 *
 * @param mount path of the mount, as text or as a route's pattern with `:name` segments
 */
export function mountedPath(originalUrl: string, mount: string, options: AdapterOptions): string {
  const strip = options.basePath === undefined ? options.stage !== undefined : options.basePath === 'strip'
  if (!strip) return originalUrl
  const length = mountLength(originalUrl, mount.endsWith('/') ? mount.slice(0, -1) : mount)
  if (length === 0) return originalUrl
  const rest = originalUrl.slice(length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** What a framework took off the path before it handed the request on: the part of `originalUrl` before `url`. */
export function takenOff(originalUrl: string, url: string): string {
  if (originalUrl.endsWith(url)) return originalUrl.slice(0, originalUrl.length - url.length)
  // A mount that was the whole path leaves `/`, perhaps with the query.
  const bare = url.slice(1)
  return url.startsWith('/') && originalUrl.endsWith(bare) ? originalUrl.slice(0, originalUrl.length - bare.length) : ''
}

function mountLength(path: string, mount: string): number {
  if (mount === '') return 0
  if (!mount.includes(':')) return path.startsWith(mount) && endsSegment(path, mount.length) ? mount.length : 0
  // The pattern has as many segments as the text that it stands for.
  let at = 0
  for (let left = mount.split('/').length - 1; left > 0; left--) {
    at++
    while (!endsSegment(path, at)) at++
  }
  return at
}

// `/prod` is the mount of `/prod/pets`, not of `/production`.
function endsSegment(path: string, at: number): boolean {
  return at >= path.length || path[at] === '/' || path[at] === '?'
}
