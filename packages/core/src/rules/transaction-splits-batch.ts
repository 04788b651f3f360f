import type { MigrationContext, Rule } from './rule.ts'
import { counted, listWords } from './wording/list-words.ts'

/** The others keep their common transaction, in two pieces (node-pg-migrate 9.0.0, migration.ts: _apply). */
const resumingLayouts: ReadonlySet<string> = new Set(['node-pg-migrate'])

export const transactionSplitsBatch: Rule = {
  id: 'transaction-splits-batch',
  category: 'transaction',
  severity: 'info',
  title: 'One migration without a transaction takes the common one away from the whole deploy.',
  why: `Without it all pending migrations run in one transaction: they are done together or not at all. With it each of
them commits on its own, so that a failure in the middle leaves the first ones done.`,
  instead: 'Deploy the migration that needs no transaction on its own, before or after the others.',
  sources: [
    'knex 3.3.0, lib/migrations/migrate/Migrator.js, latest',
    'node-pg-migrate 9.0.0, src/migration.ts, _apply',
  ],
  examples: {
    flagged: [
      {
        title: 'the others are meant to run together',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
        after: { up: 'CREATE TABLE carts (id int)', transaction: 'batch' },
        instead: [
          'CREATE TABLE carts (id int)',
          { up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)', transaction: 'none' },
        ],
      },
    ],
    allowed: [
      {
        title: 'each migration has a transaction of its own anyway',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
        after: { up: 'CREATE TABLE carts (id int)', transaction: 'script' },
      },
      {
        title: 'alone in the deploy',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'MySQL commits after each DDL statement, with and without a transaction',
        dialect: 'mysql',
        up: 'ALTER TABLE users ADD COLUMN age int',
        transaction: 'none',
        after: { up: 'CREATE TABLE carts (id int)', transaction: 'batch' },
      },
    ],
  },

  checkDeploy({ migrations }) {
    const without = migrations.filter(
      ({ migration, traits }) => migration.up.transaction === 'none' && traits.transactionalDdl,
    )
    const [first] = without
    if (first === undefined) return []
    const splitting = without.filter(({ migration }) => migration.layout === first.migration.layout)
    const others = migrations.filter(other => isSplit(other, first))
    if (others.length === 0) return []
    const names = listWords(
      splitting.map(({ migration }) => migration.name),
      splitting.length,
    )
    return [
      {
        message: `${names} ${splitting.length === 1 ? 'runs' : 'run'} without a transaction, so that ${consequence(others, splitting.length)}: after a failure the earlier ones stay done, and are recorded.`,
        instead: inPieces(migrations, splitting),
        at: { file: first.migration.file, direction: 'up' as const },
      },
    ]
  },
}

/** In the order of the names, which may matter. */
function inPieces(migrations: readonly MigrationContext[], splitting: readonly MigrationContext[]): string {
  const places = splitting.map(each => migrations.indexOf(each))
  const from = Math.min(...places)
  const to = Math.max(...places)
  const isTogether = to - from + 1 === splitting.length
  const what =
    splitting.length === 1
      ? 'the one that needs no transaction'
      : `the ${splitting.length} that need no transaction`
  if (isTogether && from === 0) return `Deploy ${what} first, and the others in another deploy.`
  if (isTogether && to === migrations.length - 1)
    return `Deploy the others first, and ${what} in another deploy.`
  if (isTogether)
    return `Make three deploys of it, in this order: what comes before ${what}, ${splitting.length === 1 ? 'that one' : 'those'}, and what comes after.`
  return 'Deploy in pieces, in the order of the migrations, so that those that need no transaction are apart from the others.'
}

function isSplit({ migration }: MigrationContext, splitting: MigrationContext): boolean {
  if (migration.layout !== splitting.migration.layout) return false
  const { transaction, separated } = migration.up
  return transaction === 'batch' || separated === true
}

function consequence(others: readonly MigrationContext[], splitting: number): string {
  const count = counted(others.length, 'other migration')
  const isResumed = others.some(({ migration }) => resumingLayouts.has(migration.layout))
  if (isResumed)
    return `the one of the ${count} of this deploy is committed before ${splitting === 1 ? 'it' : 'each of them'} and begun anew after it`
  return `${count} of this deploy ${others.length === 1 ? 'does not share one with the rest' : 'get one each instead of one together'}`
}
