import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUTPUT = join(ROOT, '.tmp/bench')

/**
 * Compiles the library and the bench as `npm run build` does; gives the folder of the compiled bench. What runs TypeScript
 * on the fly names every closure anew each time that it is made, which users never pay for.
 */
export async function compileBench(): Promise<URL> {
  await mkdir(OUTPUT, { recursive: true })
  const imports = { '#packages': './src/runtime/packages-node.js' }
  await writeFile(join(OUTPUT, 'package.json'), JSON.stringify({ type: 'module', imports }))
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js')
  const child = spawn(process.execPath, [compiler, '-p', join(ROOT, 'bench/tsconfig.build.json')], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(pathToFileURL(`${OUTPUT}/bench/`))
      else reject(new Error(`The compiler ended with ${code}`))
    })
  })
}
