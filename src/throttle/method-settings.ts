import type { MethodSetting } from '../config/types.js'

/** The settings of a stage that stand for one method. */
export interface EffectiveMethodSettings {
  /** The stage's entry for all methods, under the method's own. */
  readonly settings: MethodSetting
  /** The method's own entry, where it has one: only that can turn the cache on for a method other than GET. */
  readonly own: MethodSetting | undefined
}

/**
 * The one spelling of a method that settings and plans are compared by: `pets/{id}/GET`, and `/GET` for the root.
 *
 * @param path - resource path with its leading slash
 */
export function methodKey(path: string, httpMethod: string): string {
  return `${path.replace(/^\/+/, '')}/${httpMethod}`
}

/**
 * Brings a key of `methodSettings` or of a plan's `apiStages[].throttle` into the form of {@link methodKey}. The
 * service takes `pets/GET` and `/pets/GET`, writes `~1pets/GET` in patches and stage documents (`~1` stands for a
 * slash in a path, as in a JSON pointer), and has `//GET` for the root.
 */
export function normalizeMethodKey(key: string): string {
  const text = key.replaceAll('~1', '/').replaceAll('~0', '~')
  const slash = text.lastIndexOf('/')
  return methodKey(text.slice(0, Math.max(slash, 0)), text.slice(slash + 1).toUpperCase())
}

/**
 * What a stage's `methodSettings` say about one method: the method's own entry over the one for
 * all. A definition's method is
 * meant, so a request that an `ANY` method serves has the settings of `pets/ANY`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
 */
export function methodSettingsFor(
  methodSettings: Readonly<Record<string, MethodSetting>> | undefined,
  path: string,
  httpMethod: string,
): EffectiveMethodSettings {
  const wanted = methodKey(path, httpMethod.toUpperCase())
  let all: MethodSetting | undefined
  let own: MethodSetting | undefined
  for (const [key, setting] of Object.entries(methodSettings ?? {})) {
    const normal = normalizeMethodKey(key)
    if (normal === '*/*') all = setting
    else if (normal === wanted) own = setting
  }
  return { settings: { ...all, ...own }, own }
}
