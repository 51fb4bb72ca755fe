// One row in a process of its own; `main.ts` starts it and takes the results.
import { ROWS } from './rows/index.js'

const name = process.argv[2] ?? ''
const row = ROWS[name]
if (row === undefined) throw new Error(`No row is called ${name}; there are ${Object.keys(ROWS).join(', ')}`)
const results = await row()
process.send?.(results)
