import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { apply } from '../../schema/apply.ts'
import { emptySchema } from '../../schema/empty-schema.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { Effect } from '../dialect.ts'
import { partitionsOf } from './effects/relatives.ts'
import { postgres } from './index.ts'

interface Observed {
  readonly locks?: readonly { readonly table: string; readonly mode: string }[]
  readonly blockedReads?: readonly string[]
  readonly blockedWrites?: readonly string[]
  readonly rewritten?: readonly string[]
  readonly fullScan?: readonly string[]
  readonly error?: { readonly code: string }
}

interface Case {
  readonly id: string
  readonly setup: readonly string[]
  readonly sessionPre?: readonly string[]
  readonly statement: string
  readonly expect: Observed
  readonly byVersion?: Readonly<Record<string, Observed>>
}

const truth: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../../../../fixtures/truth/postgres.json', import.meta.url), 'utf8'),
)

/** syntax_error, undefined_function */
const unknownToServer = ['42601', '42883']

const versions = ['12', '13', '14', '15', '16', '17', '18']

/** Case, table and fact where we say otherwise than the server did, and why that is right. */
const known: Readonly<Record<string, string>> = {
  'refresh-matview users scan': plan(),
  'refresh-matview-concurrently users scan': plan(),
  'insert-select users scan': plan(),
  'select-for-update users scan': plan(),
  'select users scan': plan(),
  'create-partition-of ev_2024 writes':
    'before 14, who writes to a partition waits for its parent; the parent is what we say is locked',
  'vacuum users scan': 'VACUUM reads what changed; a sequential scan is not what the server counts for it',
}

function plan(): string {
  return 'the planner decides how a query reads'
}

const lockStrength = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]

interface Fact {
  readonly name: string
  readonly expected: unknown
  readonly actual: unknown
}

beforeAll(() => postgres.load())

describe('what the servers did', () => {
  test('agrees with the traits', () => {
    const facts = versions.flatMap(version => truth.cases.flatMap(each => factsOf(each, version)))
    const open = facts.filter(({ actual }) => actual === null)
    const wrong = facts.filter(({ actual, expected }) => actual !== null && actual !== expected)
    const agreed = facts.length - open.length - wrong.length
    process.stdout.write(
      `PostgreSQL traits: ${agreed} of ${facts.length} measured facts agree (${((100 * agreed) / facts.length).toFixed(2)} %), ` +
        `${open.length} not claimed, ${wrong.length} differ\n`,
    )
    const unexplained = [...open, ...wrong].filter(
      ({ name }) => known[name.replace(/ on \d+$/, '')] === undefined,
    )
    expect(unexplained.map(({ name, expected, actual }) => `${name}: ${expected}, not ${actual}`)).toEqual([])
    expect(agreed / facts.length).toBeGreaterThan(0.98)
  })

  test('a version lacks what its server could not read, and nothing else', () => {
    const wrong = versions.flatMap(version =>
      truth.cases.flatMap(each => {
        const { error } = each.byVersion?.[version] ?? each.expect
        const { operations } = postgres.parse(each.statement)
        const before = stateAfter(each.setup, version)
        const missing = postgres.traits(version).missingFeature(operations, each.statement, before)
        const isUnknown = unknownToServer.includes(error?.code ?? '')
        return (missing !== undefined) === isUnknown ? [] : [`${each.id} on ${version}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('every exception is still one', () => {
    const differing = new Set(
      versions.flatMap(version =>
        truth.cases
          .flatMap(each => factsOf(each, version))
          .filter(({ actual, expected }) => actual !== expected)
          .map(({ name }) => name.replace(/ on \d+$/, '')),
      ),
    )
    expect(Object.keys(known).filter(name => !differing.has(name))).toEqual([])
  })
})

function factsOf(each: Case, version: string): readonly Fact[] {
  const observed = each.byVersion?.[version] ?? each.expect
  if (observed.error !== undefined || observed.locks === undefined) return []
  const before = withSession(stateAfter(each.setup, version), each.sessionPre ?? [])
  const effects = strongest(effectsOfStatement(each.statement, before, version))
  const tables = new Set([
    ...observed.locks.map(({ table }) => table),
    ...effects.keys(),
    ...(observed.blockedReads ?? []),
    ...(observed.blockedWrites ?? []),
  ])
  return [...tables].flatMap(table => tableFacts(each, version, table, observed, effects, before))
}

function tableFacts(
  each: Case,
  version: string,
  table: string,
  observed: Observed,
  effects: ReadonlyMap<string, Effect>,
  before: SchemaState,
): readonly Fact[] {
  const effect = effects.get(table)
  const lock = observed.locks?.find(one => one.table === table)?.mode
  const fact = (name: string, expected: unknown, actual: unknown): Fact => ({
    name: `${each.id} ${table} ${name} on ${version}`,
    expected,
    actual,
  })
  const wasTable = before.tables.has(table)
  // Who reads or writes a partitioned table waits for its partitions too.
  const opened = [table, ...partitionsOf(before, table)].flatMap(name => effects.get(name) ?? [])
  const blocked = (key: 'blocksReads' | 'blocksWrites'): boolean | null =>
    opened.some(one => one[key] === true) ? true : opened.some(one => one[key] === null) ? null : false
  return [
    fact('lock', lock === undefined ? 'none' : modeName(lock), effect?.lock ?? (effect ? null : 'none')),
    ...(observed.blockedReads
      ? [fact('reads', observed.blockedReads.includes(table), blocked('blocksReads'))]
      : []),
    // The probe writes to tables only: a view or materialized view takes no DELETE.
    ...(observed.blockedWrites && wasTable
      ? [fact('writes', observed.blockedWrites.includes(table), blocked('blocksWrites'))]
      : []),
    fact('rewrite', observed.rewritten?.includes(table) ?? false, effect ? effect.rewrite : false),
    fact('scan', observed.fullScan?.includes(table) ?? false, effect ? effect.scan : false),
  ]
}

function stateAfter(setup: readonly string[], version: string): SchemaState {
  return setup.reduce(
    (schema, text) => {
      // The setup asks the server for its version to write newer syntax.
      const onlyNew = text.includes('server_version_num') && Number(version) < 18
      return onlyNew ? schema : postgres.parse(text).operations.reduce(apply, schema)
    },
    emptySchema(postgres.semantics, { complete: true }),
  )
}

function withSession(schema: SchemaState, statements: readonly string[]): SchemaState {
  const set = statements
    .flatMap(text => postgres.parse(text).operations)
    .flatMap(operation =>
      operation.kind === 'set-variable' ? [[operation.name, operation.value ?? ''] as const] : [],
    )
  return { ...schema, sessionVariables: new Map(set) }
}

function effectsOfStatement(text: string, before: SchemaState, version: string): readonly Effect[] {
  const traits = postgres.traits(version)
  let schema = before
  return postgres.parse(text).operations.flatMap(operation => {
    const effects = traits.effectsOf(operation, schema)
    schema = apply(schema, operation)
    return effects
  })
}

/** One statement holds the strongest of its locks, and does all of its work. */
function strongest(effects: readonly Effect[]): ReadonlyMap<string, Effect> {
  const byTable = new Map<string, Effect>()
  for (const effect of effects) {
    const other = byTable.get(effect.table)
    byTable.set(effect.table, other === undefined ? effect : joined(other, effect))
  }
  return byTable
}

function joined(one: Effect, other: Effect): Effect {
  const strength = (effect: Effect): number => lockStrength.indexOf(effect.lock ?? '')
  const either = (a: boolean | null, b: boolean | null): boolean | null =>
    a === true || b === true ? true : a === null || b === null ? null : false
  return {
    table: one.table,
    lock: strength(one) >= strength(other) ? one.lock : other.lock,
    blocksReads: either(one.blocksReads, other.blocksReads),
    blocksWrites: either(one.blocksWrites, other.blocksWrites),
    rewrite: either(one.rewrite, other.rewrite),
    scan: either(one.scan, other.scan),
  }
}

/** `ShareRowExclusiveLock` is `SHARE ROW EXCLUSIVE`. */
function modeName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .split(/(?=[A-Z])/)
    .join(' ')
    .toUpperCase()
}
