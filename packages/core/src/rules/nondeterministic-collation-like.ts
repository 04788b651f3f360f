import type { Column, Constraint, ObjectName } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const nondeterministicCollationLike: Rule = {
  id: 'nondeterministic-collation-like',
  category: 'compatibility',
  severity: 'warning',
  title: 'LIKE does not work on a column of this collation.',
  why: `Under a nondeterministic collation PostgreSQL refuses LIKE before version 18: a query that has it fails (error 0A000), and so
does every INSERT into a table with a CHECK that has it, and the ALTER TABLE that adds one.`,
  instead: `Write column COLLATE "C" LIKE … in each query and CHECK first, or keep the column as it is and compare lower(column). Say
with --db-version where the server is version 18 or later.`,
  sources: [
    'measured: PostgreSQL 15 (nondeterministic collations are not supported for LIKE)',
    'PostgreSQL 18 release notes',
    'measured: PostgreSQL 18.6 takes it',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a column that had another collation',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (id int PRIMARY KEY, name text)`,
        up: 'ALTER TABLE tags ALTER COLUMN name TYPE text COLLATE any_case',
        instead: { noSql: 'what queries the code sends, no SQL can say' },
      },
      {
        title: 'a CHECK',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case)`,
        up: "ALTER TABLE tags ADD CONSTRAINT starts_with_hash CHECK (name LIKE '#%') NOT VALID",
        instead: `ALTER TABLE tags ADD CONSTRAINT starts_with_hash CHECK (name COLLATE "C" LIKE '#%') NOT VALID`,
      },
    ],
    allowed: [
      {
        title: 'PostgreSQL 18',
        dbVersion: '18',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case)`,
        up: "ALTER TABLE tags ADD CONSTRAINT starts_with_hash CHECK (name LIKE '#%') NOT VALID",
      },
    ],
  },

  checkOperation: {
    'change-column-type'({ table, column, type }, context) {
      const old = columnIn(context.before, table, column)
      if (old !== undefined && refusesLike(old.type?.collation, context)) return undefined
      if (!refusesLike(type.collation, context)) return undefined
      return {
        message: `Every query with LIKE on ${table}.${column} fails from now on: ${type.collation} is nondeterministic.`,
        objects: [`${table}.${column}`],
      }
    },
    'add-constraint': ({ table, constraint }, context) => checkWithLike(table, constraint, context),
  },
}

function refusesLike(collation: string | undefined, { traits, before }: OperationContext): boolean {
  return (
    traits.likeNeedsDeterministic === true &&
    collation !== undefined &&
    traits.collationMakesEqual?.(collation, before) === true
  )
}

function checkWithLike(
  table: ObjectName,
  constraint: Constraint,
  context: OperationContext,
): Problem | undefined {
  if (constraint.type !== 'check' || !/\blike\b|~~/i.test(constraint.expression)) return undefined
  if (/\bcollate\b/i.test(constraint.expression)) return undefined
  const names = namesIn(constraint.expression)
  const isNamed = (column: Column): boolean =>
    names.some(name => sameColumn(context.before, name, column.name))
  const columns = [...(findTable(context.before, table)?.columns.values() ?? [])]
  const refused = columns.find(column => isNamed(column) && refusesLike(column.type?.collation, context))
  if (refused === undefined) return undefined
  return {
    message: `The CHECK has LIKE on ${table}.${refused.name}, whose collation is nondeterministic: the statement fails, or every INSERT does.`,
    severity: 'error',
    objects: [`${table}.${refused.name}`],
  }
}
