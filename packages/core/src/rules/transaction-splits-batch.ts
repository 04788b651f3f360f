import { counted } from './list-words.ts'
import type { MigrationContext, Rule } from './rule.ts'

/** The others keep their common transaction, in two pieces (node-pg-migrate 9.0.0, migration.ts: _apply). */
const resumingLayouts: ReadonlySet<string> = new Set(['node-pg-migrate'])

export const transactionSplitsBatch: Rule = {
  id: 'transaction-splits-batch',
  category: 'transaction',
  severity: 'warning',
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
    return migrations
      .filter(({ migration, traits }) => migration.up.transaction === 'none' && traits.transactionalDdl)
      .slice(0, 1)
      .flatMap(splitting => {
        const others = migrations.filter(other => isSplit(other, splitting))
        if (others.length === 0) return []
        const { name, file } = splitting.migration
        return [
          {
            message: `${name} runs without a transaction, so that ${consequence(others)}: after a failure the earlier ones stay done.`,
            at: { file, direction: 'up' as const },
          },
        ]
      })
  },
}

function isSplit({ migration }: MigrationContext, splitting: MigrationContext): boolean {
  if (migration.layout !== splitting.migration.layout) return false
  const { transaction, separated } = migration.up
  return transaction === 'batch' || separated === true
}

function consequence(others: readonly MigrationContext[]): string {
  const count = counted(others.length, 'other migration')
  const isResumed = others.some(({ migration }) => resumingLayouts.has(migration.layout))
  if (isResumed)
    return `the one of the ${count} of this deploy is committed before it and begun anew after it`
  return `${count} of this deploy ${others.length === 1 ? 'does not share one with the rest' : 'get one each instead of one together'}`
}
