import type { AuthorizationMatrix, AuthorizationRule, MatrixEntry, MatrixRoute } from './types.js'

type Data = Pick<AuthorizationMatrix, 'identities' | 'routes' | 'entries' | 'unguarded'>

/** A table with aligned columns. */
export function renderText(data: Data): string {
  const rows = tableOf(data)
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width))
  const [head = [], ...body] = rows
  return [...[head, rule, ...body].map(line), '', ...unguardedLines(data)].join('\n')
}

/** The same for a document. */
export function renderMarkdown(data: Data): string {
  const line = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const [head = [], ...body] = tableOf(data)
  return [line(head), line(head.map(() => '---')), ...body.map(line), '', ...unguardedLines(data)].join('\n')
}

function tableOf({ identities, routes, entries }: Data): readonly (readonly string[])[] {
  const cells = new Map(entries.map((entry) => [`${routeText(entry)} ${entry.identity}`, cellOf(entry)]))
  const rows = routes.map((route) => [
    routeText(route),
    ...identities.map((identity) => cells.get(`${routeText(route)} ${identity}`) ?? ''),
  ])
  return [['Route', ...identities], ...rows]
}

function unguardedLines({ unguarded }: Data): readonly string[] {
  if (unguarded.length === 0) return ['Every route is guarded.']
  return ['Open to everyone:', ...unguarded.map((route) => `- ${routeText(route)}`)]
}

function routeText({ apiId, stage, httpMethod, path }: MatrixRoute): string {
  return `${apiId}/${stage} ${httpMethod} ${path}`
}

function cellOf({ allowed, statusCode, responseType, rules }: MatrixEntry): string {
  const said = allowed ? 'allow' : `${statusCode}${responseType === undefined ? '' : ` ${responseType}`}`
  return `${said}: ${(allowed ? rules : rules.slice(-1)).map(ruleText).join(' + ')}`
}

function ruleText({ kind, name, effect, statement, sid }: AuthorizationRule): string {
  const named = name === undefined ? kind : `${kind} ${name}`
  if (statement !== undefined) return `${named} (${effect} ${sid ?? `statement ${statement}`})`
  return effect === 'Silent' ? `${named} (no statement)` : named
}
