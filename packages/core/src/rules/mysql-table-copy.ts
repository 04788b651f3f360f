import type { Effect } from '../dialects/dialect.ts'
import type { Rule } from './rule.ts'

export const mysqlTableCopy: Rule = {
  id: 'mysql-table-copy',
  category: 'locking',
  severity: 'warning',
  title: 'The server copies the whole table, and nobody can write to it meanwhile.',
  why: `For this change InnoDB has no way but ALGORITHM=COPY: it writes every row into a new table and blocks all writes
until it is done. Replicas repeat it and fall behind.`,
  instead: `Use an online schema change tool (gh-ost, pt-online-schema-change) for large tables. Where you believe that it is
quick, write ALGORITHM=INPLACE, LOCK=NONE into the statement, so that it fails instead of copying.`,
  sources: ['MySQL 8.0 manual, Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'another type',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'a stored generated column',
        dialect: 'mariadb',
        given: 'CREATE TABLE order_lines (price int)',
        up: 'ALTER TABLE order_lines ADD COLUMN total int GENERATED ALWAYS AS (price * 2) STORED',
      },
    ],
    allowed: [
      {
        title: 'a new column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN visits int',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (visits int); ALTER TABLE users MODIFY visits bigint',
      },
    ],
  },

  checkAnyOperation(operation, { effects, statement, traits, before, isNew }) {
    const { operations } = statement
    const together = operations.length > 1 ? traits.combinedEffects?.(operations, before) : undefined
    const copy = (together?.filter(effect => !isNew(effect.table)) ?? effects).find(copies)
    if (copy === undefined) return undefined
    // One statement copies once, however many of its clauses ask for it.
    const cause = operations.find(each => traits.effectsOf(each, before).some(copies)) ?? operations[0]
    if (cause !== operation) return undefined
    return {
      message: `${copy.table} is copied row by row, and no writes get through meanwhile.`,
      objects: [copy.table],
    }
  },
}

function copies({ algorithm, blocksWrites }: Effect): boolean {
  return algorithm === 'COPY' && blocksWrites === true
}
