/** The names in a JSON pointer: `/requestModels/application~1json` → `requestModels`, `application/json`. */
export function pointerNames(path: string): string[] {
  if (path === '') return []
  return path
    .replace(/^\//, '')
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}
