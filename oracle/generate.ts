// Renders random templates over random payloads with this engine and with the reference engine, and prints where they
// differ, shrunk. npm run oracle -- [--count N] [--seed S]
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { compileTemplate } from '../src/templates.js'

/** One case, as the reference engine reads it: a JSON line. */
interface OracleCase {
  readonly template: string
  readonly input: {
    readonly body: string
    readonly path: Record<string, string>
    readonly query: Record<string, string>
    readonly headers: Record<string, string>
    readonly context: Record<string, string>
    readonly stageVariables: Record<string, string>
  }
}

/** What an engine made of a case: text, or a failure, whose words do not matter. */
type Outcome = { readonly output: string } | { readonly error: string }

const RUN = fileURLToPath(new URL('run.sh', import.meta.url))
const JARS = ['velocity', 'json-path', 'json-smart', 'accessors-smart', 'asm', 'commons-lang', 'commons-collections3']

function missingParts(): string[] {
  const tools = ['java', 'javac'].filter((tool) => spawnSync(tool, ['-version']).status !== 0)
  if (process.env['ORACLE_CLASSPATH'] !== undefined) return tools
  return [...tools, ...JARS.map((name) => `/usr/share/java/${name}.jar`).filter((jar) => !existsSync(jar))]
}

// Names that the payloads and the templates share, so that most look-ups find something.
const NAMES = ['a', 'b', 'items', 'name', 'size', 'x-y', 'é']
const name = fc.constantFrom(...NAMES)
const plainName = fc.constantFrom('a', 'b', 'items', 'name', 'size')

const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      -7,
      1.5,
      100_000_000_000,
      1e21,
      '',
      'text',
      'it\'s "q" \\ /',
      'é€\n\t',
    ),
    fc.dictionary(name, tie('document'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie('document'), { maxLength: 4 }),
  ),
}))

const step = fc.oneof(
  { weight: 6, arbitrary: plainName.map((name) => `.${name}`) },
  { weight: 1, arbitrary: name.map((name) => `['${name}']`) },
  { weight: 2, arbitrary: fc.constantFrom('[0]', '[1]', '[-1]', '[*]', '.*', '[0,1]', '[1:]', '[:2]') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('..a', '..name', '[?(@.a)]', '[?(@.size > 1)]', "[?(@.name == 'text')]", '.length()'),
  },
)
const jsonPath = fc.array(step, { maxLength: 3 }).map((steps) => `$${steps.join('')}`)
const quotedPath = jsonPath.map((path) => (path.includes("'") ? `"${path}"` : `'${path}'`))

const variable = fc.constantFrom('$v', '$w', '$item', '${v}', '$!v', '$root', '$!{root}')
const chain = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: plainName.map((name) => `.${name}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('.size()', '.get(0)', '[0]', '.keySet()', '.isEmpty()', '.toString()', ".get('a')"),
    },
  ),
  { maxLength: 2 },
)
const reference = fc.tuple(variable, chain).map(([name, chain]) => {
  const inner = chain.join('')
  return name.endsWith('}') ? `${name.slice(0, -1)}${inner}}` : name + inner
})

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('1', '0', '-3', '2.5', 'true', 'false', '"t"', "'s'", '"in $v"', '[1, 2]', '[1..3]', '{"a": 1}'),
    reference,
    quotedPath.map((path) => `$input.path(${path})`),
    quotedPath.map((path) => `$input.json(${path})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('expression').map((inner) => `!${inner}`),
  ),
}))

const call = fc.oneof(
  quotedPath.map((path) => `$input.json(${path})`),
  quotedPath.map((path) => `$input.path(${path})`),
  quotedPath.map((path) => `$util.escapeJavaScript($input.json(${path}))`),
  fc.constantFrom(
    "$input.params('a')",
    "$input.params('none')",
    "$input.params().querystring.get('a')",
    '$input.params().path',
    '$input.body',
    '$context.stage',
    '$context.none',
    '$stageVariables.table',
    "$util.urlEncode('a b&é')",
    "$util.base64Encode('é')",
    '$util.parseJson(\'{"a": [1, 2]}\').a',
  ),
)
const literal = fc.constantFrom(
  'text ',
  '{"k": ',
  '}',
  ',',
  '\n',
  '  ',
  '$',
  '$$',
  '#',
  '## remark\n',
  '#* block *#',
  '\\$v',
  '\\',
  '"',
  'é',
  '$5.00',
  '#[[raw $v]]#',
)

const { part } = fc.letrec<{ part: string }>((tie) => {
  const block = fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join(''))
  return {
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      literal,
      reference,
      call,
      fc.tuple(fc.constantFrom('$v', '$w'), expression).map(([name, value]) => `#set(${name} = ${value})`),
      fc.tuple(expression, block, block).map(([when, then, other]) => `#if(${when})${then}#{else}${other}#end`),
      fc.tuple(expression, block).map(([when, then]) => `#if(${when})\n${then}\n#end\n`),
      fc
        .tuple(expression, block)
        .map(([list, body]) => `#foreach($item in ${list})$foreach.count${body}#if($foreach.hasNext),#end#end`),
    ),
  }
})

const payload = fc.oneof(
  fc.dictionary(name, document, { maxKeys: 5, noNullPrototype: true }),
  fc.array(document, { maxLength: 4 }),
)

const oracleCase: fc.Arbitrary<OracleCase> = fc
  // The library behind the reference refuses a payload of `null`, which the service does not; scalars say little.
  .tuple(fc.array(part, { minLength: 1, maxLength: 6 }), payload)
  .map(([parts, document]) => ({
    template: `#set($root = $input.path('$'))${parts.join('')}`,
    input: {
      body: JSON.stringify(document),
      path: { id: '7' },
      query: { a: 'q' },
      headers: { Host: 'h' },
      context: { stage: 'prod' },
      stageVariables: { table: 't' },
    },
  }))

function renderOurs({ template, input }: OracleCase): Outcome {
  const { body, path, query, headers, context, stageVariables } = input
  try {
    const params = { path, querystring: query, header: headers }
    return { output: compileTemplate(template).render({ body, params, context, stageVariables }).text }
  } catch (error) {
    return { error: String(error) }
  }
}

interface Reference {
  render(given: OracleCase): Promise<Outcome>
  close(): void
}

/** Starts the reference engine: it answers line by line, in order. */
function startReference(): Reference {
  const child = spawn('sh', [RUN], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: Array<{ resolve: (outcome: Outcome) => void; reject: (error: Error) => void }> = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line) as Outcome))
  child.on('close', (code) => {
    for (const { reject } of waiting) reject(new Error(`The reference engine ended with ${code}`))
  })
  return {
    render: (given) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        child.stdin.write(`${JSON.stringify(given)}\n`)
      }),
    close: () => child.stdin.end(),
  }
}

function agree(ours: Outcome, theirs: Outcome): boolean {
  if ('error' in ours || 'error' in theirs) return 'error' in ours && 'error' in theirs
  return ours.output === theirs.output
}

/** What a difference is known by: an error by its words, another text by the template that gave it; values left out. */
function kindOf(given: OracleCase, ours: Outcome, theirs: Outcome): string {
  if ('error' in theirs) return `reference: ${wordsOf(theirs.error)}`
  if ('error' in ours) return `ours: ${wordsOf(ours.error)}`
  return given.template.replaceAll(/\$!?\{?(?:v|w|item|root)\b/g, '$v').replaceAll(/\d+/g, '0')
}

function wordsOf(error: string): string {
  return error.replaceAll(/'[^']*'|"[^"]*"|\[[^\]]*\]|\$\S*|\d+/g, '…').slice(0, 120)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function report(given: OracleCase, ours: Outcome, theirs: Outcome): void {
  print(`template  ${JSON.stringify(given.template)}\nbody      ${given.input.body}`)
  print(`ours      ${JSON.stringify(ours)}\nreference ${JSON.stringify(theirs)}\n`)
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } })
  const [count, seed] = [Number(values.count ?? 2000), Number(values.seed ?? Date.now() | 0)]
  const missing = missingParts()
  if (missing.length > 0) {
    print(`The reference engine is not here (missing: ${missing.join(', ')}): nothing was compared.`)
    return 0
  }
  const reference = startReference()
  const known = new Set<string>()
  // Each search ends at its first difference, shrunk; the next one starts behind it with a seed of its own.
  for (let done = 0, round = 0; done < count; round++) {
    const property = fc.asyncProperty(oracleCase, async (given) => {
      const theirs = await reference.render(given)
      const ours = renderOurs(given)
      return agree(ours, theirs) || known.has(kindOf(given, ours, theirs))
    })
    const result = await fc.check(property, { numRuns: count - done, seed: seed + round, endOnFailure: false })
    done += Math.max(1, result.numRuns)
    const [found] = result.counterexample ?? []
    if (found === undefined) continue
    const [ours, theirs] = [renderOurs(found), await reference.render(found)]
    known.add(kindOf(found, ours, theirs))
    report(found, ours, theirs)
  }
  reference.close()
  print(`${count} cases, seed ${seed}: ${known.size} kinds of differences.`)
  return known.size === 0 ? 0 : 1
}

process.exitCode = await main()
