// Records the reference's answers to generated paths, for machines that have only an older Jayway.
// Run with Jayway 2.10.0 in ORACLE_CLASSPATH: npx tsx oracle/record.ts > tests/oracle/jayway-2.10.json
import fc from 'fast-check'
import { pathCase } from './path-grammar.js'
import { startReference } from './reference.js'

const COUNT = 250
const SEED = 210
const LONGEST = 240

const reference = await startReference()
if (reference.hasOldPaths) throw new Error('This Jayway is older than 2.1')
const cases: object[] = []
for (const given of fc.sample(pathCase, { numRuns: COUNT * 60, seed: SEED })) {
  const answer = await reference.ask(given)
  // Half of what is generated leads nowhere; of that a few will do.
  const says = 'output' in answer && answer.output !== '[]'
  const isShort = given.path.length > 9 && given.json.length + given.path.length <= LONGEST
  if (isShort && (says || cases.length % 5 === 0)) cases.push({ ...given, answer })
  if (cases.length === COUNT) break
}
reference.close()
const lines = cases.map((one) => `    ${JSON.stringify(one)}`)
process.stdout.write(
  `{\n  "source": "Jayway JsonPath 2.10.0, json-smart 2.6.0",\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`,
)
