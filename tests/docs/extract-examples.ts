import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/public-entries.js'

/** One example of the documentation. */
export interface Example {
  /** `README.md:12`: where its first line stands. */
  readonly name: string
  readonly code: string
  /** Whether it is run, not only compiled: a block marked `no-run` starts a server or needs a cloud. */
  readonly run: boolean
}

/** Every `ts` block of README.md and docs/*.md, and every `@example` of the source. */
export function extractExamples(): Example[] {
  const pages = ['README.md', ...list('docs', '.md').filter((file) => !file.startsWith(join('docs', 'reference')))]
  return [
    ...pages.filter((page) => existsSync(join(ROOT, page))).flatMap((page) => fromMarkdown(page, read(page), 0)),
    ...list('src', '.ts').flatMap((file) => fromSource(file, read(file))),
  ]
}

/** The `ts` blocks of a text; `offset` is the line of the file that the text starts at. */
export function fromMarkdown(file: string, text: string, offset: number): Example[] {
  const examples: Example[] = []
  for (const match of text.matchAll(/^( *)```(ts|typescript)\b([^\n]*)\n([\s\S]*?)^\1```/gm)) {
    const [, margin = '', , info = '', body = ''] = match
    const line = offset + text.slice(0, match.index).split('\n').length + 1
    const code = body.replaceAll(new RegExp(`^${margin}`, 'gm'), '')
    examples.push({ name: `${file}:${line}`, code, run: !info.includes('no-run') })
  }
  return examples
}

/** The `@example` tags of a source file; one without a fence is code as a whole. */
export function fromSource(file: string, text: string): Example[] {
  const examples: Example[] = []
  for (const comment of text.matchAll(/\/\*\*([\s\S]*?)\*\//g)) {
    const first = text.slice(0, comment.index).split('\n').length
    const lines = (comment[1] as string).split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
    for (const [start, line] of lines.entries()) {
      if (!line.startsWith('@example')) continue
      const end = lines.findIndex((other, index) => index > start && /^@\w/.test(other))
      const body = lines.slice(start + 1, end < 0 ? lines.length : end).join('\n')
      const fenced = fromMarkdown(file, body, first + start)
      const bare = { name: `${file}:${first + start + 1}`, code: body, run: !line.includes('no-run') }
      examples.push(...(body.includes('```') ? fenced : [bare]))
    }
  }
  return examples
}

function list(folder: string, extension: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .toSorted()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
