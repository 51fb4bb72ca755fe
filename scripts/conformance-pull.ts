import { cp, mkdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copyDifferences, filesOf } from '../tests/conformance/runner/copy-state.js'
import { OWN_CASES, SHARED_CASES } from '../tests/conformance/runner/options.js'

/** Makes the project's copy of the cases the same as `../shared/conformance`, byte for byte. */
async function main(): Promise<number> {
  if (!existsSync(SHARED_CASES)) {
    console.error(`There is nothing to pull from: ${SHARED_CASES} does not exist.`)
    return 1
  }
  const differences = copyDifferences()
  const theirs = filesOf(SHARED_CASES)
  for (const file of filesOf(OWN_CASES)) if (!theirs.has(file)) await rm(join(OWN_CASES, file))
  for (const file of theirs) {
    await mkdir(dirname(join(OWN_CASES, file)), { recursive: true })
    await cp(join(SHARED_CASES, file), join(OWN_CASES, file), { force: true })
  }
  for (const line of differences) console.log(line)
  console.log(differences.length === 0 ? 'The copy was up to date.' : `${differences.length} files pulled.`)
  return 0
}

process.exitCode = await main()
