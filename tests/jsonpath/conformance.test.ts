import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseJson, writeJson } from '../../src/json/index.js'
import { compilePath, InvalidPathError, PathNotFoundError } from '../../src/jsonpath/index.js'

interface PathCase {
  readonly id: string
  readonly json: unknown
  readonly path: string
  readonly expect?: unknown
  readonly kind?: string
}

const directories = ['tests/conformance/cases/jsonpath', '../shared/conformance/jsonpath']
const directory = directories.find((one) => existsSync(one))

function answer({ json, path }: PathCase): unknown {
  try {
    return { value: JSON.parse(writeJson(compilePath(path).read(parseJson(JSON.stringify(json))))) as unknown }
  } catch (error) {
    if (error instanceof PathNotFoundError || error instanceof InvalidPathError) return { kind: error.kind }
    throw error
  }
}

describe.runIf(directory !== undefined)('JSONPath conformance', () => {
  const files = directory === undefined ? [] : readdirSync(directory).filter((name) => name.endsWith('.json'))
  for (const file of files) {
    const { cases } = JSON.parse(readFileSync(`${directory}/${file}`, 'utf8')) as { cases: PathCase[] }
    it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, one) => {
      expect(answer(one)).toEqual(one.kind === undefined ? { value: one.expect } : { kind: one.kind })
    })
  }
})
