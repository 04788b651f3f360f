import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { splitStatements } from '../../../lexer/split-statements.ts'
import type { Operation } from '../../../operations/operation.ts'
import { apply } from '../../../schema/apply.ts'
import { emptySchema } from '../../../schema/empty-schema.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Dialect, Effect } from '../../dialect.ts'
import { mariadb, mysql } from '../index.ts'

interface Case {
  readonly id: string
  readonly setup: readonly string[]
  readonly sessionPre?: readonly string[] | string
  readonly statement: string
  readonly table: string
  readonly expect: Observed
  readonly byVersion?: Readonly<Record<string, Observed>>
}

interface Observed {
  readonly leastAlgorithm?: string | null
  readonly leastLock?: string | null
  readonly blocksWrites?: boolean | null
  readonly rebuild?: boolean
  readonly locksReliable?: boolean
  readonly locks?: readonly { readonly table: string; readonly mode: string }[]
  readonly error?: { readonly errno: number; readonly message: string }
}

interface Engine {
  readonly title: string
  readonly dialect: Dialect
  readonly version: string
  readonly cases: readonly Case[]
  /** By case: why we say otherwise. */
  readonly disagreements: Readonly<Record<string, string>>
}

/** ER_PARSE_ERROR, ER_BLOB_CANT_HAVE_DEFAULT, ER_UNKNOWN_DATA_TYPE (MariaDB) */
const unknownToServer = [1064, 1101, 4161]

const copiesInstead = 'the server goes INPLACE with LOCK=SHARED; asked for LOCK=NONE it copies online instead'

const engines: readonly Engine[] = [
  {
    title: 'MariaDB 10.5',
    dialect: mariadb,
    version: '10.5',
    cases: casesOf('mariadb', '10.5'),
    disagreements: {},
  },
  {
    title: 'MariaDB 10.11',
    dialect: mariadb,
    version: '10.11',
    cases: casesOf('mariadb'),
    disagreements: {},
  },
  {
    title: 'MariaDB 11.8',
    dialect: mariadb,
    version: '11.8',
    cases: casesOf('mariadb', '11.8'),
    disagreements: {
      'add-col-fulltext-table': copiesInstead,
      'add-virtual-and-index': copiesInstead,
    },
  },
  {
    title: 'MySQL 5.7',
    dialect: mysql,
    version: '5.7',
    cases: casesOf('mysql', '5.7'),
    disagreements: {},
  },
  {
    title: 'MySQL 8.0.27',
    dialect: mysql,
    version: '8.0.27',
    cases: casesOf('mysql', '8.0.27'),
    disagreements: {},
  },
  {
    title: 'MySQL 9.7',
    dialect: mysql,
    version: '9.7',
    cases: casesOf('mysql'),
    disagreements: {},
  },
]

describe.each(engines)('$title traits against what a server really did', engine => {
  const { title, dialect, cases, disagreements } = engine
  /** What the server refuses has no effect to measure. */
  const measured = cases.filter(each => each.expect.error === undefined)

  test('agree with at least 98 % of the measured cases, and every disagreement has its reason', () => {
    const wrong = measured.flatMap(each => {
      const difference = differenceOf(each, engine)
      return difference ? [{ id: each.id, difference }] : []
    })
    const agreement = (measured.length - wrong.length) / measured.length
    const figure = `${measured.length - wrong.length} of ${measured.length}, ${(agreement * 100).toFixed(1)} %`
    process.stdout.write(
      `${title} truth: ${figure} (${cases.length - measured.length} more the server refuses)\n`,
    )
    expect(wrong.filter(({ id }) => !(id in disagreements))).toEqual([])
    expect(Object.keys(disagreements).sort()).toEqual(wrong.map(({ id }) => id).sort())
    expect(agreement).toBeGreaterThanOrEqual(0.98)
  })

  test('this version lacks what the server does not know, and nothing else', () => {
    const traits = dialect.traits(engine.version)
    const asked = cases.filter(each => !each.expect.error?.message.startsWith('setup: '))
    const wrong = asked.filter(({ statement, expect: { error } }) => {
      const { operations } = dialect.parse(statement)
      const before = emptySchema(dialect.semantics, { complete: true })
      const missing = traits.missingFeature(operations, statement, before)
      const isRefused = missing !== undefined && !missing.ignored
      return isRefused !== unknownToServer.includes(error?.errno ?? 0)
    })
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  test.each(cases.map(each => [each.id, each] as const))('%s is read whole', (_id, each) => {
    expect(dialect.parse(each.statement).reading).toBe('own-parser')
    for (const statement of each.setup) expect(dialect.parse(statement).reading).toBe('own-parser')
  })
})

/** `version`: what another one than the file's own did. */
function casesOf(engine: 'mariadb' | 'mysql', version = ''): readonly Case[] {
  const path = new URL(`../../../../../../fixtures/truth/${engine}.json`, import.meta.url)
  const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(path, 'utf8'))
  return cases.map(each => ({ ...each, expect: each.byVersion?.[version] ?? each.expect }))
}

function differenceOf(each: Case, { dialect, version }: Engine): string | undefined {
  const operations = dialect.parse(each.statement).operations
  const effects = dialect.traits(version).combinedEffects?.(operations, schemaBefore(each, dialect)) ?? []
  const effect = effects.find(({ table }) => table === each.table)
  const { leastAlgorithm, leastLock, blocksWrites, rebuild, locks = [], locksReliable } = each.expect
  const held = locksReliable ? locks.find(({ table }) => table === each.table)?.mode : undefined
  const compared: readonly (readonly [string, unknown, unknown])[] = [
    ['algorithm', leastAlgorithm, effect?.algorithm],
    ['lock', leastLock, effect?.lockClause],
    ['metadata lock', held, effect?.lock],
    ['blocks writes', blocksWrites, effect?.blocksWrites],
    ['rewrite', rebuild, rewriteOf(effect, operations)],
  ]
  const different = compared.filter(([, expected, actual]) => expected != null && expected !== actual)
  return different.length === 0
    ? undefined
    : different.map(([what, expected, actual]) => `${what}: ${expected}, not ${actual}`).join('; ')
}

/** A statement that touches no table that was there rewrites none. */
function rewriteOf(effect: Effect | undefined, operations: readonly Operation[]): boolean | null | undefined {
  return effect
    ? effect.rewrite
    : operations.every(operation => operation.kind === 'create-object')
      ? false
      : undefined
}

function schemaBefore({ setup, sessionPre }: Case, dialect: Dialect): SchemaState {
  const start = emptySchema(dialect.semantics, { complete: true })
  const schema = setup
    .flatMap(text => splitStatements(text, dialect.lexical).statements)
    .flatMap(statement => dialect.parse(statement.text).operations)
    .reduce(apply, start)
  const sessionVariables = new Map(
    [sessionPre ?? []]
      .flat()
      .flatMap(text =>
        dialect
          .parse(text)
          .operations.flatMap(operation =>
            operation.kind === 'set-variable' ? [[operation.name, operation.value ?? ''] as const] : [],
          ),
      ),
  )
  return { ...schema, sessionVariables }
}
