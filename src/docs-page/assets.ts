import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { UsageError } from '../errors.js'

/** The files of the page that come from a package. */
export interface Assets {
  /** Of the package; it tells one state of the files from another. */
  readonly version: string
  /** The bytes of a file; `undefined` for what is none of the page's. */
  read(name: string): Promise<Uint8Array> | undefined
}

/** What is served of the package, by name: nothing else of its folder can be asked for. */
export const ASSET_TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
])

/** Says where a file of a package is; throws when the package is not installed. */
export type ResolveFile = (specifier: string) => string

const PACKAGE = 'swagger-ui-dist'

/**
 * Finds the files of Swagger UI.
 *
 * @throws {UsageError} `ERR_OPTIONAL_PACKAGE` when it is not installed
 */
export function findAssets(resolve: ResolveFile = (name) => createRequire(import.meta.url).resolve(name)): Assets {
  const manifest = locate(resolve)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }
  const read = new Map<string, Promise<Uint8Array>>()
  return {
    version,
    read: (name) => {
      if (!ASSET_TYPES.has(name)) return undefined
      let file = read.get(name)
      if (file === undefined) read.set(name, (file = readFile(join(dirname(manifest), name))))
      return file
    },
  }
}

function locate(resolve: ResolveFile): string {
  try {
    return resolve(`${PACKAGE}/package.json`)
  } catch (cause) {
    const message = `The documentation page needs the package ${PACKAGE}: npm install ${PACKAGE}@5`
    throw new UsageError('ERR_OPTIONAL_PACKAGE', message, { cause })
  }
}
