import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicEntries, ROOT } from '../support/public-entries.js'
import { extractExamples, fromMarkdown, fromSource, type Example } from './extract-examples.js'

// Inside the project, so that packages resolve as they would for a user beside it; git does not see the folder.
const FOLDER = `${ROOT}.tmp/examples-${process.pid}/`

const examples = extractExamples().map((example, index) => ({ ...example, file: fileOf(example, index) }))
const problems = new Map<string, string[]>()

mkdirSync(FOLDER, { recursive: true })
// The empty export makes a module of an example without imports, so that it may await.
for (const { file, code } of examples) writeFileSync(file, `${code}\nexport {}\n`)

describe('examples of the documentation', () => {
  beforeAll(() => {
    for (const diagnostic of diagnose(examples.map(({ file }) => file))) {
      const file = diagnostic.file?.fileName ?? ''
      problems.set(file, [...(problems.get(file) ?? []), describeDiagnostic(diagnostic)])
    }
  }, 120_000)
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

  test('are found', () => {
    expect(examples.length).toBeGreaterThan(0)
  })

  describe.each(examples)('$name', ({ file, run }) => {
    test('compiles', () => {
      expect(problems.get(file) ?? []).toEqual([])
    })
    // A page may say that an example is not to be run, as one that listens for ever.
    if (run) {
      test('runs', async () => {
        await import(/* @vite-ignore */ file)
      })
    }
  })
})

describe('the extraction', () => {
  test('takes ts blocks of a page, marked or not, with the line they stand at', () => {
    const page = 'text\n\n```ts\nconst a = 1\n```\n\n```sh\nls\n```\n\n```ts no-run\nserve()\n```\n'
    expect(fromMarkdown('p.md', page, 0)).toEqual([
      { name: 'p.md:4', code: 'const a = 1\n', run: true },
      { name: 'p.md:12', code: 'serve()\n', run: false },
    ])
  })

  test('takes @example tags, fenced or bare, up to the next tag', () => {
    const source =
      '/**\n * Does.\n * @example\n * f(1)\n * @see x\n */\n/**\n * @example\n * ```ts no-run\n * g()\n * ```\n */\n'
    expect(fromSource('s.ts', source).map(({ code, run }) => [code.trim(), run])).toEqual([
      ['f(1)', true],
      ['g()', false],
    ])
  })
})

function diagnose(files: readonly string[]): readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const paths = Object.fromEntries(publicEntries().map(({ specifier, source }) => [specifier, [`${ROOT}${source}`]]))
  // A reader sees the whole of an example: a variable that is only shown is no fault. Web types are there on Node too.
  const program = ts.createProgram([...files], { ...options, paths, noEmit: true, noUnusedLocals: false })
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`${file} was not compiled`)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
}

function describeDiagnostic({ file, start, messageText }: ts.Diagnostic): string {
  const line = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1
  return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
}

function fileOf({ name }: Example, index: number): string {
  return `${FOLDER}${String(index).padStart(3, '0')}-${basename(name).replaceAll(/[^\w]+/g, '-')}.ts`
}
