import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's folder, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url))

/** One public entry point of the package. */
export interface PublicEntry {
  /** What users import: `postern`, `postern/testing`. */
  readonly specifier: string
  /** Built, from the project's folder: `dist/testing/index.js`. */
  readonly built: string
  /** What it is built from: `src/testing/index.ts`. */
  readonly source: string
  readonly types: string
}

/** The entry points that package.json exports; `./package.json` is data and none of them. */
export function publicEntries(): PublicEntry[] {
  const { name, exports } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    name: string
    exports: Record<string, string | { types: string; default: string }>
  }
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []
    const built = target.default.replace('./', '')
    return [
      {
        specifier: subpath === '.' ? name : `${name}/${subpath.slice(2)}`,
        built,
        source: built.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts'),
        types: target.types.replace('./', ''),
      },
    ]
  })
}
