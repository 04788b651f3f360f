import type { Column, Constraint, Index, ObjectName } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const nondeterministicCollationLike: Rule = {
  id: 'nondeterministic-collation-like',
  category: 'compatibility',
  severity: 'warning',
  title: 'LIKE, ILIKE or a regular expression does not work on a column of this collation.',
  why: `Under a nondeterministic collation PostgreSQL refuses ILIKE, SIMILAR TO and regular expressions, and before version 18
LIKE too: a query that has one fails (error 0A000), and so does every INSERT into a table with a CHECK or an index that has
one. An index with text_pattern_ops is refused at once.`,
  instead: `Write column COLLATE "C" LIKE … in each query and CHECK first, or keep the column as it is and compare lower(column). Say
with --db-version where the server is version 18 or later.`,
  sources: [
    'measured: PostgreSQL 15 and 18.6 (nondeterministic collations are not supported for …)',
    'PostgreSQL 18 release notes',
  ],
  directions: ['up', 'down'],
  appliesToNewTables: true,
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
      {
        title: 'a regular expression in the CHECK of a new table, in PostgreSQL 18 too',
        dbVersion: '18',
        given:
          "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        up: "CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case CHECK (name ~ '^#'))",
        instead: `CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case CHECK (name COLLATE "C" ~ '^#'))`,
      },
      {
        title: 'an index for LIKE',
        given: `CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case)`,
        up: 'CREATE INDEX CONCURRENTLY tags_name ON tags (name text_pattern_ops)',
        transaction: 'none',
        instead: {
          up: 'CREATE INDEX CONCURRENTLY tags_name ON tags (name COLLATE "C" text_pattern_ops)',
          transaction: 'none',
        },
      },
    ],
    allowed: [
      {
        title: 'a pattern for the text in another collation',
        given:
          "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        up: `CREATE TABLE tags (id int PRIMARY KEY, name text COLLATE any_case CHECK (name COLLATE "C" LIKE '#%'))`,
      },
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
      if (context.isNew(table) || isRefused(old?.type?.collation, context)) return undefined
      if (!isRefused(type.collation, context)) return undefined
      const takesLike = context.traits.patternsNeedDeterministic === 'all-but-like'
      return {
        message: `Every query with ${takesLike ? 'ILIKE' : 'LIKE'} or a regular expression on ${table}.${column} fails from now on: ${type.collation} is nondeterministic.`,
        ...(takesLike && { severity: 'info' }),
        objects: [`${table}.${column}`],
      }
    },
    'create-table': ({ table, columns, constraints }, context) =>
      constraints.flatMap(constraint => refusedCheck(table, columns, constraint, context) ?? []),
    'add-column': ({ table, column, constraints }, context) =>
      constraints.flatMap(
        constraint => refusedCheck(table, [column, ...columnsOf(table, context)], constraint, context) ?? [],
      ),
    'add-constraint': ({ table, constraint }, context) =>
      refusedCheck(table, columnsOf(table, context), constraint, context),
    'create-index': ({ index }, context) => refusedIndex(index, context),
  },
}

function isRefused(collation: string | undefined, { traits, before }: OperationContext): boolean {
  return (
    traits.patternsNeedDeterministic !== undefined &&
    collation !== undefined &&
    traits.collationMakesEqual?.(collation, before) === true
  )
}

function columnsOf(table: ObjectName, { before }: OperationContext): readonly Column[] {
  return [...(findTable(before, table)?.columns.values() ?? [])]
}

function refusedCheck(
  table: ObjectName,
  columns: readonly Column[],
  constraint: Constraint,
  context: OperationContext,
): Problem | undefined {
  if (constraint.type !== 'check') return undefined
  const found = refusedPattern(constraint.expression, columns, context)
  if (found === undefined) return undefined
  return {
    message: `The CHECK has ${found.pattern} on ${table}.${found.column}, whose collation is nondeterministic: the statement fails, or every INSERT does.`,
    severity: 'error',
    objects: [`${table}.${found.column}`],
  }
}

function refusedIndex({ table, parts, where }: Index, context: OperationContext): Problem | undefined {
  for (const { column, operatorClass, collation } of parts) {
    if (!/_pattern_ops$/.test(operatorClass ?? '')) continue
    const known = columnIn(context.before, table, column ?? '')
    if (known === undefined) continue
    if (!isRefused(collation ?? known.type?.collation, context)) continue
    return {
      message: `The statement fails: ${operatorClass} takes no nondeterministic collation, which ${table}.${known.name} has.`,
      severity: 'error',
      objects: [`${table}.${known.name}`],
    }
  }
  const found = where === undefined ? undefined : refusedPattern(where, columnsOf(table, context), context)
  if (found === undefined) return undefined
  return {
    message: `The index has ${found.pattern} on ${table}.${found.column}, whose collation is nondeterministic: the statement fails, or every INSERT does.`,
    severity: 'error',
    objects: [`${table}.${found.column}`],
  }
}

/** `name COLLATE "C" LIKE …` is of another collation. */
function refusedPattern(
  expression: string,
  columns: readonly Column[],
  context: OperationContext,
): { readonly pattern: string; readonly column: string } | undefined {
  const pattern = patternIn(expression, context)
  if (pattern === undefined || /\bcollate\b/i.test(expression)) return undefined
  const names = namesIn(expression)
  const refused = columns.find(
    ({ name, type }) =>
      names.some(each => sameColumn(context.before, each, name)) && isRefused(type?.collation, context),
  )
  return refused && { pattern, column: refused.name }
}

function patternIn(expression: string, { traits }: OperationContext): string | undefined {
  const text = expression.replaceAll(/'(?:[^']|'')*'/g, "''")
  if (/\bilike\b|~~\*/i.test(text)) return 'ILIKE'
  if (/\bsimilar\s+to\b|(?<!~)!?~\*?(?![~*])|\bregexp_\w+\s*\(/i.test(text)) return 'a regular expression'
  const isLike = /\blike\b|~~/i.test(text)
  return isLike && traits.patternsNeedDeterministic === 'all' ? 'LIKE' : undefined
}
