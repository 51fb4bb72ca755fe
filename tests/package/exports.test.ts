import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { publicEntries, ROOT } from '../support/public-entries.js'

const entries = publicEntries()

describe.each(entries)('$specifier', ({ specifier, source, types, built }) => {
  test('is built from a file of the source', () => {
    expect(existsSync(`${ROOT}${source}`)).toBe(true)
    expect(types).toBe(built.replace(/\.js$/, '.d.ts'))
  })

  test('has a row in the index of the docs', () => {
    expect(read('docs/README.md')).toContain(`\`${specifier}\``)
  })

  test('says at its top what it is', () => {
    expect(read(source)).toMatch(/^\/\*\*[\s\S]*?@module[\s\S]*?\*\//)
  })

  test('is there after a build', ({ skip }) => {
    if (!existsSync(`${ROOT}dist`)) skip('no build to look at: npm run build')
    expect(existsSync(`${ROOT}${built}`)).toBe(true)
    expect(existsSync(`${ROOT}${types}`)).toBe(true)
  })
})

test('the reference has a page for exactly what is exported', () => {
  const { entryPoints } = JSON.parse(read('typedoc.json')) as { entryPoints: string[] }
  expect(entryPoints.toSorted()).toEqual(entries.map(({ source }) => source).toSorted())
})

test('no path of the package is a pattern', () => {
  expect(entries.filter(({ specifier, built }) => `${specifier}${built}`.includes('*'))).toEqual([])
})

test('every published document is there', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] }
  const documents = files.filter((file) => !file.startsWith('dist') && !file.startsWith('!'))
  expect(documents.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([])
})

function read(file: string): string {
  return existsSync(`${ROOT}${file}`) ? readFileSync(`${ROOT}${file}`, 'utf8') : ''
}
