import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { caseKind } from './case-kind.js'
import { isRecord } from './compare.js'
import { sliceJson } from './raw-json.js'
import type { LoadedCase } from './types.js'

/** Reads every case of the files and folders named. What cannot be read stands in the list as a fault. */
export async function loadCases(paths: readonly string[]): Promise<LoadedCase[]> {
  const cases: LoadedCase[] = []
  for (const path of paths) {
    const files = await listFiles(path)
    if (typeof files === 'string') cases.push(faultOf(path, files))
    else for (const file of files) cases.push(...(await loadFile(file)))
  }
  return markRepeatedIds(cases)
}

/** The JSON files of a folder, in order of name at every depth; a file is itself. */
async function listFiles(path: string): Promise<string[] | string> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { withFileTypes: true, recursive: true })
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`
  }
}

async function loadFile(file: string): Promise<LoadedCase[]> {
  let text: string
  let document: unknown
  try {
    text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
    document = JSON.parse(text)
  } catch (error) {
    return [faultOf(file, `is no JSON file: ${(error as Error).message}`)]
  }
  const cases = isRecord(document) ? document['cases'] : undefined
  if (!Array.isArray(cases)) return [faultOf(file, 'holds no list "cases"')]
  return cases.map((data: unknown, index) => loadCase(file, text, data, index))
}

function loadCase(file: string, text: string, data: unknown, index: number): LoadedCase {
  if (!isRecord(data)) return faultOf(file, `cases[${index}] is no object`, `${areaOf(file)}#${index}`)
  const kind = caseKind(data)
  const loaded: LoadedCase = {
    id: typeof data['id'] === 'string' ? data['id'] : `${areaOf(file)}#${index}`,
    evidence: typeof data['evidence'] === 'string' ? data['evidence'] : 'none',
    file,
    area: areaOf(file),
    kind,
    data,
    text: sliceJson(text, ['cases', index]) ?? JSON.stringify(data),
  }
  return kind === undefined ? { ...loaded, fault: 'has the shape of no kind of case that this runner knows' } : loaded
}

function faultOf(file: string, fault: string, id = areaOf(file)): LoadedCase {
  return { id, evidence: 'none', file, area: areaOf(file), kind: undefined, data: {}, text: '{}', fault }
}

function areaOf(file: string): string {
  const full = resolve(file)
  return `${basename(dirname(full))}/${basename(full, '.json')}`
}

// Two files may hold a case of the same name (a folder given twice, a changed copy): both run and both can be told apart.
function markRepeatedIds(cases: LoadedCase[]): LoadedCase[] {
  const seen = new Map<string, number>()
  return cases.map((loaded) => {
    const times = (seen.get(loaded.id) ?? 0) + 1
    seen.set(loaded.id, times)
    return times === 1 ? loaded : { ...loaded, id: `${loaded.id} (${times})` }
  })
}
