import { fileURLToPath } from 'node:url'
import { builtInRules, lintProject, reporterNamed } from '@migration-lint/core'
import { describe, expect, test } from 'vitest'

const cwd = fileURLToPath(new URL('../../../fixtures/friday-deploy', import.meta.url))

describe.each(['sql', 'knex'])('the JSON of the Friday deploy in %s', kind => {
  const rendered = render(kind)
  const report = rendered.then((text): unknown => JSON.parse(text))

  test('has the keys and types of the contract, and none besides', async () => {
    expect(problemsOf(await report, reportShape, '$')).toEqual([])
  })

  test('is byte-identical on a second run, and ends in one newline', async () => {
    expect(await rendered).toBe(await render(kind))
    expect(await rendered).toMatch(/[^\n]\n$/)
  })

  test('names paths relative to the working directory, with /', async () => {
    const text = await rendered
    expect(text).not.toContain(cwd)
    expect(text).not.toMatch(/"(?:file|downFile)": "(?:\/|\.|[^"]*\\)/)
  })

  test('is ordered: migrations as they run, statements and findings by place', async () => {
    const { migrations } = JSON.parse(await rendered)
    expect(migrations).toHaveLength(47)
    const names: readonly string[] = migrations.map(({ name }: { name: string }) => name)
    expect(names).toEqual([...names].sort())
    for (const { statements } of migrations) {
      const places = statements.map((each: { direction: string; line: number; column: number }) => [
        each.direction === 'up' ? 0 : 1,
        each.line,
        each.column,
      ])
      expect(places).toEqual(places.toSorted(byPlace))
    }
  })

  test('sums up what it lists', async () => {
    const { summary, migrations, findings, risk } = JSON.parse(await rendered)
    const all = [...migrations.flatMap((each: { findings: object[] }) => each.findings), ...findings]
    const count = (severity: string): number => all.filter(each => each.severity === severity).length
    expect([summary.errors, summary.warnings, summary.infos]).toEqual(['error', 'warning', 'info'].map(count))
    expect(summary.pending).toBe(migrations.length)
    expect(summary.migrations).toBe(59)
    expect(summary.statements).toBe(
      migrations.flatMap((each: { statements: object[] }) => each.statements).length,
    )
    const points: readonly number[] = risk.parts.map((part: { points: number }) => part.points)
    expect(points.reduce((sum, each) => sum + each, 0)).toBe(risk.score)
  })

  test('says which lock a statement takes where it changes a table that is in use', async () => {
    const { migrations } = JSON.parse(await rendered)
    const drop = migrations.find(({ name }: { name: string }) => name.includes('drop_legacy'))
    expect(drop.statements[0].effects).toEqual([
      {
        table: 'products',
        lock: expect.any(String),
        blocksReads: expect.any(Boolean),
        blocksWrites: expect.any(Boolean),
        rewrite: expect.any(Boolean),
        scan: expect.any(Boolean),
        algorithm: expect.any(String),
        lockClause: expect.any(String),
      },
    ])
  })

  test('a finding has a lock where its statement makes others wait', async () => {
    const { migrations } = JSON.parse(await rendered)
    const locked = migrations.flatMap((each: { findings: { lock?: object }[] }) =>
      each.findings.flatMap(({ lock }) => lock ?? []),
    )
    expect(locked).toContainEqual({
      mode: 'EXCLUSIVE',
      table: 'audit_log',
      rewrite: false,
      blocks: 'reads and writes',
    })
  })
})

async function render(kind: string): Promise<string> {
  const report = await lintProject({
    cwd,
    paths: [`${kind}/migrations`],
    applied: `${kind}/applied.txt`,
    environment: 'production',
    context: { now: new Date('2023-11-17T15:47:00Z'), branch: 'feature/preferences' },
  })
  return reporterNamed('json').render(report, { color: false, width: 100 })
}

function byPlace(first: readonly number[], second: readonly number[]): number {
  return first
    .map((value, index) => value - (second[index] ?? 0))
    .reduce((order, difference) => order || difference, 0)
}

/** Says what is wrong with a value, or undefined. */
type Check = (value: unknown) => string | undefined
type Shape = Check | { readonly each: Shape } | { readonly [key: string]: Shape }

const whole: Check = value => (Number.isInteger(value) && Number(value) >= 0 ? undefined : 'a whole number')
const place: Check = value => (Number.isInteger(value) && Number(value) >= 1 ? undefined : 'from 1')
const text: Check = value => (typeof value === 'string' ? undefined : 'a text')
const sentence: Check = value =>
  typeof value === 'string' && /^\S[^\n]*\S$/.test(value) ? undefined : 'one line of text'
const flag: Check = value => (typeof value === 'boolean' ? undefined : 'true or false')
const orNull =
  (check: Check): Check =>
  value =>
    value === null ? undefined : check(value)
const oneOf =
  (...words: readonly (string | number)[]): Check =>
  value =>
    words.some(word => word === value) ? undefined : `one of ${words.join(', ')}`
const list = (each: Shape): Shape => ({ each })

const percent: Check = value => whole(value) ?? (Number(value) <= 100 ? undefined : 'at most 100')
const ruleId: Check = oneOf(...builtInRules.map(({ id }) => id))
const dialect = oneOf('postgres', 'mysql', 'mariadb', 'sqlite')
const direction = oneOf('up', 'down')
const span = { line: place, column: place, endLine: place, endColumn: place }
const risk = {
  score: percent,
  level: oneOf('none', 'low', 'medium', 'high', 'critical'),
  parts: list({ points: percent, ruleId, migration: text, why: sentence }),
}
const finding = {
  ruleId,
  category: oneOf(...new Set(builtInRules.map(({ category }) => category))),
  severity: oneOf('error', 'warning', 'info'),
  direction,
  message: sentence,
  instead: sentence,
  file: sentence,
  'line?': place,
  'column?': place,
  'endLine?': place,
  'endColumn?': place,
  'statement?': text,
  objects: list(sentence),
  'lock?': { mode: sentence, table: sentence, rewrite: flag, blocks: sentence },
  'suggestion?': {
    title: sentence,
    sql: text,
    'outsideTransaction?': flag,
    'later?': list({ sql: text, 'outsideTransaction?': flag }),
  },
}
const reportShape: Shape = {
  version: oneOf(1),
  tool: { name: oneOf('migration-lint'), version: sentence },
  verdict: oneOf('pass', 'fail'),
  dialect,
  summary: Object.fromEntries(
    'migrations pending statements unread errors warnings infos suppressed missingDown irreversible destructive'
      .split(' ')
      .map(key => [key, whole]),
  ),
  risk,
  policy: list({
    id: sentence,
    status: oneOf('passed', 'needs-approval', 'blocked', 'overridden'),
    message: sentence,
  }),
  migrations: list({
    name: sentence,
    file: sentence,
    downFile: orNull(sentence),
    layout: sentence,
    dialect,
    pending: flag,
    risk,
    reversibility: {
      grade: oneOf('lossless', 'structure-only', 'broken', 'missing', 'irreversible', 'unknown'),
      lost: list(sentence),
      differences: list(sentence),
    },
    statements: list({
      direction,
      ...span,
      reading: oneOf('grammar', 'own-parser', 'partial', 'unknown', 'recorded'),
      operations: list(sentence),
      effects: list({
        table: sentence,
        lock: orNull(sentence),
        blocksReads: orNull(flag),
        blocksWrites: orNull(flag),
        rewrite: orNull(flag),
        scan: orNull(flag),
        'algorithm?': orNull(oneOf('INSTANT', 'NOCOPY', 'INPLACE', 'COPY')),
        'lockClause?': orNull(oneOf('NONE', 'SHARED', 'EXCLUSIVE')),
      }),
    }),
    findings: list(finding),
  }),
  findings: list(finding),
  notChecked: list({ file: sentence, reason: sentence }),
}

/** Each as `$.path: must be …`. Keys must stand in the order of the shape; those with `?` may be absent. */
function problemsOf(value: unknown, shape: Shape, path: string): readonly string[] {
  if (typeof shape === 'function') {
    const expected = shape(value)
    return expected === undefined ? [] : [`${path}: must be ${expected}, not ${JSON.stringify(value)}`]
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${path}: must be a list`]
    return value.flatMap((item: unknown, index) => problemsOf(item, shape.each, `${path}[${index}]`))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path}: must be an object`]
  const found = new Map<string, unknown>(Object.entries(value))
  const wanted = Object.entries(shape).flatMap(([key, inner]) => {
    const name = key.replace(/\?$/, '')
    return key.endsWith('?') && !found.has(name) ? [] : [[name, inner] as const]
  })
  const order = wanted.map(([name]) => name).join(' ')
  const keys = [...found.keys()].join(' ')
  return [
    ...(order === keys ? [] : [`${path}: must have the keys ${order}, not ${keys}`]),
    ...wanted.flatMap(([name, inner]) => problemsOf(found.get(name), inner, `${path}.${name}`)),
  ]
}

function isList(shape: Exclude<Shape, Check>): shape is { readonly each: Shape } {
  return 'each' in shape
}
