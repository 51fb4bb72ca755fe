import { readFile, writeFile } from 'node:fs/promises'
import { configCheckSources } from './config-check-source.js'

/** Writes the checker of the config; with `--check` only says whether the one that is there is current. */
async function main(args: readonly string[]): Promise<number> {
  let stale = 0
  for (const [file, source] of await configCheckSources()) {
    if (source === (await readFile(file, 'utf8').catch(() => undefined))) continue
    stale++
    if (args.includes('--check')) console.error(`${file} is stale: npm run generate`)
    else await writeFile(file, source)
  }
  console.log(stale === 0 ? 'The checker of the config is current.' : `${stale} files of the checker were stale.`)
  return args.includes('--check') && stale > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
