import type { Constraint, ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import { joinedColumns } from './keys/foreign-key-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const nondeterministicCollationFk: Rule = {
  id: 'nondeterministic-collation-fk',
  category: 'data-dependent',
  severity: 'error',
  title: 'A foreign key joins two collations that do not agree on which values are equal.',
  why: `Under a nondeterministic collation Ann and ann are equal. PostgreSQL checks a new row under the collation of the
referenced column, and looks for the rows that CASCADE concerns under the other one: it does not find them, and they stay
behind as orphans without an error. PostgreSQL 18 refuses such a key.`,
  instead: 'Give both columns the same collation.',
  sources: [
    'measured: PostgreSQL 15 (after DELETE of the parent the rows of ON DELETE CASCADE are still there)',
    'PostgreSQL 18 release notes, Migration to Version 18',
  ],
  appliesToNewTables: true,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the parent ignores case, the child does not',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (name text COLLATE any_case PRIMARY KEY)`,
        up: 'CREATE TABLE marks (tag text REFERENCES tags ON DELETE CASCADE)',
        instead: 'CREATE TABLE marks (tag text COLLATE any_case REFERENCES tags ON DELETE CASCADE)',
      },
      {
        title: 'the other way round',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (name text PRIMARY KEY); CREATE TABLE marks (tag text COLLATE any_case)`,
        up: 'ALTER TABLE marks ADD FOREIGN KEY (tag) REFERENCES tags (name)',
        instead: 'ALTER TABLE marks ADD COLUMN tag_name text',
      },
    ],
    allowed: [
      {
        title: 'the same collation',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (name text COLLATE any_case PRIMARY KEY)`,
        up: 'CREATE TABLE marks (tag text COLLATE any_case REFERENCES tags)',
      },
      {
        title: 'two collations under which only equal bytes are equal',
        given: 'CREATE TABLE tags (name text COLLATE "C" PRIMARY KEY)',
        up: 'CREATE TABLE marks (tag text REFERENCES tags)',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, constraints }, context) => disagreements(table, constraints, context),
    'add-column': ({ table, constraints }, context) => disagreements(table, constraints, context),
    'add-constraint': ({ table, constraint }, context) => disagreements(table, [constraint], context),
  },
}

function disagreements(
  table: ObjectName,
  constraints: readonly Constraint[],
  context: OperationContext,
): readonly Problem[] {
  const { after, traits } = context
  return joinedColumns(table, constraints, context).flatMap(
    ({ column, parent, target, type, targetType }) => {
      const loose = traits.disagreeingCollation?.(type, targetType, after)
      if (loose === undefined) return []
      return {
        message: `${table}.${column} and ${parent}.${target} have different collations, and ${loose} takes different values for equal: rows are checked under one and looked for under the other.`,
        objects: [`${table}.${column}`],
      }
    },
  )
}
