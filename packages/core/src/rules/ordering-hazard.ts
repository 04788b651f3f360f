import type { Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { Rule } from './rule.ts'

export const orderingHazard: Rule = {
  id: 'ordering-hazard',
  category: 'order',
  severity: 'error',
  title: 'Rows are filled after the constraint that needs them filled.',
  why: `The same deploy has made the column NOT NULL before: that statement stops at the first row with NULL, and the one that
would fill it comes too late.`,
  instead: 'Put the UPDATE before SET NOT NULL, in a migration that runs earlier.',
  sources: ['measured: PostgreSQL 15 (23502), MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'another migration',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan text)',
        after: { up: 'ALTER TABLE users ALTER COLUMN plan SET NOT NULL' },
        up: "UPDATE users SET plan = 'free' WHERE plan IS NULL",
        instead: [
          {
            up: "UPDATE users SET plan = 'free' WHERE plan IS NULL AND id BETWEEN 1 AND 5000",
            transaction: 'none',
          },
          'ALTER TABLE users ADD CONSTRAINT plan_not_null CHECK (plan IS NOT NULL) NOT VALID',
          'ALTER TABLE users VALIDATE CONSTRAINT plan_not_null',
          'ALTER TABLE users ALTER COLUMN plan SET NOT NULL',
        ],
      },
      {
        title: 'the same script',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan varchar(20))',
        up: "ALTER TABLE users MODIFY plan varchar(20) NOT NULL; UPDATE users SET plan = 'free' WHERE plan IS NULL",
        instead: [
          "UPDATE users SET plan = 'free' WHERE plan IS NULL",
          'ALTER TABLE users MODIFY plan varchar(20) NOT NULL',
        ],
      },
    ],
    allowed: [
      {
        title: 'filled first',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan text)',
        after: { up: "UPDATE users SET plan = 'free' WHERE plan IS NULL" },
        up: 'ALTER TABLE users ALTER COLUMN plan SET NOT NULL',
      },
      {
        title: 'NOT NULL for long',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan text NOT NULL)',
        up: "UPDATE users SET plan = 'free' WHERE plan IS NULL",
      },
    ],
  },

  checkDeploy({ migrations }) {
    const start = migrations[0]?.replayed.up.before
    return migrations.flatMap(({ replayed: { up } }) =>
      up.steps.flatMap(({ operation, statement, before }): readonly Problem[] => {
        if (operation.kind !== 'update-rows' || start === undefined) return []
        const { table, columns, where = '' } = operation
        return columns.flatMap(column => {
          const isNew = columnIn(start, table, column)?.nullable === true
          if (!isNew || columnIn(before, table, column)?.nullable !== false) return []
          const isFill = new RegExp(`\\b${escaped(column)}["\`\\]]?\\s+is\\s+null\\b`, 'i').test(where)
          if (!isFill) return []
          return [
            {
              message: `No row of ${table} has NULL in ${column} any more when this runs: the deploy has made it NOT NULL before, and fails there if there is one.`,
              objects: [`${table}.${column}`],
              at: { file: up.script.file, location: statement.location, statement: statement.text },
            },
          ]
        })
      }),
    )
  },
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
