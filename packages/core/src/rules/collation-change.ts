import type { DataType, ObjectName } from '../operations/column.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { columnsOf } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import { columnAtEnd } from './deploy/at-end-of-deploy.ts'
import type { Problem } from './finding.ts'
import { equalPairs, type KeyPart } from './keys/equal-pairs.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { rebuildAt } from './rebuilds/rebuild.ts'
import type { OperationContext, Rule } from './rule.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'

export const collationChange: Rule = {
  id: 'collation-change',
  category: 'data-dependent',
  severity: 'warning',
  title: 'The collation of an indexed column changes.',
  why: `An index is kept in the order of the collation, and is built again for another one: PostgreSQL lets nobody read or
write the table meanwhile. Under many collations values are equal that were not before, such as Ann and ann: a unique key
over them stops the statement at the first such pair.`,
  instead: `Look for the pairs first: group by the column under the new collation, HAVING COUNT(*) > 1. In PostgreSQL build
an index over the column COLLATE the new one with CONCURRENTLY, or add a column that has it.`,
  sources: [
    'measured: PostgreSQL 15 (the index is written again under ACCESS EXCLUSIVE, the table is not)',
    'measured: MariaDB 10.11, error 1062; SQLite 3.40; PostgreSQL 15, citext: could not create unique index',
    'PostgreSQL manual, Nondeterministic Collations',
  ],
  examples: {
    flagged: [
      {
        title: 'a unique key of two columns, which both take the new collation',
        dialect: 'mysql',
        given: `CREATE TABLE cache (user_id int, name varchar(50), part varchar(9), UNIQUE (user_id, name, part))
CHARSET latin1 COLLATE latin1_bin`,
        up: 'ALTER TABLE cache CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
        instead: { noSql: 'which of two equal rows stays, the owner of the data says' },
      },
      {
        title: 'a unique key whose letters stop to count',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(50) COLLATE utf8mb4_bin UNIQUE)',
        up: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_0900_ai_ci',
        instead: { noSql: 'which of two values that become equal stays hangs on what they mean' },
      },
      {
        title: 'the whole table',
        dialect: 'mariadb',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, name varchar(50), UNIQUE (name)) CHARSET utf8mb4 COLLATE utf8mb4_bin',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
        instead: { noSql: 'which of two values that become equal stays hangs on what they mean' },
      },
      {
        title: 'BINARY, in a table whose character set no migration says',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(50) BINARY NOT NULL, host varchar(50), UNIQUE (name, host))',
        up: 'ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
        instead: { noSql: 'which of two values that become equal stays hangs on what they mean' },
      },
      {
        title: 'PostgreSQL builds the index again',
        given: 'CREATE TABLE users (id int, name text); CREATE INDEX users_name ON users (name)',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C"',
        instead: [
          { up: 'CREATE INDEX CONCURRENTLY users_name_c ON users (name COLLATE "C")', transaction: 'none' },
          { up: 'DROP INDEX CONCURRENTLY users_name', transaction: 'none' },
        ],
      },
      {
        title: 'PostgreSQL, a type that does not know case',
        given: 'CREATE EXTENSION citext; CREATE TABLE users (id int, name text UNIQUE)',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE citext',
        instead: { noSql: 'which of two values that become equal stays hangs on what they mean' },
      },
      {
        title: 'a rebuild in SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        transaction: 'none',
        instead: { noSql: 'which of two values that become equal stays hangs on what they mean' },
      },
    ],
    allowed: [
      {
        title: 'no key over it',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(50) COLLATE utf8mb4_bin)',
        up: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_0900_ai_ci',
      },
      {
        title: 'no index over it',
        given: 'CREATE TABLE users (id int, name text)',
        up: 'ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C"',
      },
      {
        title: 'byte by byte, under which nothing more is equal',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY, name varchar(50) COLLATE utf8mb4_general_ci UNIQUE)',
        up: 'ALTER TABLE users MODIFY name varchar(50) COLLATE utf8mb4_bin',
      },
      {
        title: 'BINARY, which is the collation utf8mb4_bin',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int PRIMARY KEY, name varchar(50) CHARACTER SET ascii COLLATE ascii_general_ci UNIQUE)
CHARSET utf8mb4 COLLATE utf8mb4_general_ci`,
        up: 'ALTER TABLE users MODIFY name varchar(50) BINARY',
      },
    ],
  },

  checkOperation: {
    'change-column'({ table, column, to }, context) {
      const known = context.tableBefore(table)
      const from = columnIn(context.before, table, column)?.type
      if (known === undefined || from === undefined || to.type === undefined) return undefined
      if (context.isNewColumn(table, column)) return undefined
      const changed = withTableCharset(to.type, known).collation
      return becomesEqual(known, column, collationBefore(from, known), changed, context)
    },
    'convert-charset'({ table, collation }, context) {
      const known = context.tableBefore(table)
      if (known === undefined || collation === undefined) return undefined
      const texts = [...known.columns.values()].filter(({ type }) =>
        /char|text|enum|set/.test(type?.name ?? ''),
      )
      const changed = texts.map(({ name }) => name)
      const problems = texts.flatMap(({ name, type }) => {
        if (type === undefined || context.isNewColumn(table, name)) return []
        return becomesEqual(known, name, collationBefore(type, known), collation, context, changed) ?? []
      })
      // Columns of one key are in it together: the same query finds the pairs.
      return [...new Set(problems.map(({ instead }) => instead))].map((instead): Problem => {
        const objects = problems.filter(each => each.instead === instead).flatMap(each => each.objects ?? [])
        const [from, ...others] = new Set(
          texts.flatMap(({ name, type }) =>
            type !== undefined && objects.includes(`${table}.${name}`) ? [collationBefore(type, known)] : [],
          ),
        )
        const old = others.length === 0 ? from : undefined
        const message = mayBeEqual(objects, collation, old)
        const binary = texts
          .map(each => each.name)
          .filter(each => objects.includes(`${table}.${each}`) && isBinaryAtEnd(table, each, context))
        return {
          message,
          objects,
          ...(instead !== undefined && { instead: `${instead}${notConverted(binary)}` }),
          ...(isForFewPairs(old, collation) && { severity: 'info' }),
        }
      })
    },
    'change-column-type'({ table, column, type }, context) {
      const known = context.tableBefore(table)
      const from = columnIn(context.before, table, column)?.type
      if (known === undefined || from === undefined) return undefined
      const unique =
        ignoringCase(known, column, from, type, context) ??
        becomesEqual(known, column, from.collation ?? 'default', type.collation, context)
      if (unique !== undefined || from.collation === type.collation) return unique
      const indexes = indexesOver(known, column, context.before)
      const isRead = context.effects.some(effect => effect.scan === true && effect.rewrite === false)
      if (indexes.length === 0 || !isRead) return undefined
      return {
        message: `${listWords(indexes)} ${indexes.length === 1 ? 'is' : 'are'} built again in the order of ${inWords(type.collation)}, and nobody can read or write ${table} meanwhile.`,
        instead: reuseInstead(known, column, context.before),
        objects: [`${table}.${column}`],
      }
    },
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      if (rebuild === undefined) return undefined
      return [...rebuild.new.columns.values()].flatMap(({ name, type }) => {
        const from = columnIn(context.before, operation.table, name)?.type
        if (from === undefined) return []
        const rebuilt = { ...rebuild.new, name: operation.table }
        const problem = becomesEqual(rebuilt, name, from.collation ?? 'BINARY', type?.collation, context)
        if (problem === undefined) return []
        // The copy meets the pair first.
        const { steps } = context.replayedScript
        const copy = earlierSteps(steps, context.step, rebuild.new.name, 'insert-rows').at(-1)?.statement
        return copy === undefined
          ? problem
          : { ...problem, at: { location: copy.location, statement: copy.text } }
      })
    },
  },
}

/** BINARY compares byte by byte, also in a table whose character set no migration says. */
function collationBefore(type: DataType, table: Table): string | undefined {
  return withTableCharset(type, table).collation ?? (type.binaryCollation === true ? 'binary' : undefined)
}

/** A unique key of the table whose column becomes citext (PostgreSQL's extension). */
function ignoringCase(
  table: Table,
  column: string,
  from: DataType,
  to: DataType,
  context: OperationContext,
): Problem | undefined {
  if (to.name !== 'citext' || from.name === 'citext' || context.isNewColumn(table.name, column))
    return undefined
  return equalUnder('citext', table, column, context)
}

/** A unique key of the table, under a collation that makes more values equal. */
function becomesEqual(
  table: Table,
  column: string,
  from: string | undefined,
  to: string | undefined,
  context: OperationContext,
  changed?: readonly string[],
): Problem | undefined {
  if (from === undefined || to === undefined || from.toLowerCase() === to.toLowerCase()) return undefined
  if (context.traits.collationMakesEqual?.(to, context.before) !== true) return undefined
  return equalUnder(to, table, column, context, changed, from)
}

function equalUnder(
  to: string,
  table: Table,
  column: string,
  context: OperationContext,
  changed: readonly string[] = [column],
  from?: string,
): Problem | undefined {
  const keys = uniqueKeys(table).filter(key =>
    key.some(part => sameColumn(context.before, part.column, column)),
  )
  if (keys.length === 0) return undefined
  const name = `${table.name}.${column}`
  const queries = keys.map(key => equalPairs(table, key, changed, to, context))
  return {
    message: mayBeEqual([name], to, from),
    instead: `Look for the pairs first: ${queries.join('; ')}.`,
    objects: [name],
    ...(isForFewPairs(from, to) && { severity: 'info' }),
  }
}

/** CONVERT TO is for all columns, whatever the statement says of one beside it (measured: MariaDB 10.11). */
function notConverted(binary: readonly string[]): string {
  if (binary.length === 0) return ''
  return ` The deploy makes ${listWords(binary)} binary again: with DEFAULT CHARACTER SET and a MODIFY for each text column in place of CONVERT TO, ${binary.length === 1 ? 'it is' : 'they are'} so all the time, and no pair is equal.`
}

function isBinaryAtEnd(table: ObjectName, column: string, context: OperationContext): boolean {
  const end = columnAtEnd(table, column, context)
  if (end === undefined || end === 'gone') return false
  return end.type?.binaryCollation !== undefined || /_bin$/i.test(end.type?.collation ?? '')
}

/** Case and accents count under neither (measured: MariaDB 10.11). */
function isForFewPairs(from: string | undefined, to: string): boolean {
  return /_general_ci$/i.test(from ?? '') && /_(?:unicode(?:_520)?|0900_ai|uca1400_ai)_ci$/i.test(to)
}

function mayBeEqual(names: readonly string[], to: string, from?: string): string {
  const which = isForFewPairs(from, to) ? ` and not under ${from}, such as 'ss' and 'ß'` : ''
  return `Values of ${listWords(names)} that differ may be equal under ${to}${which}: the first such pair stops the statement, for they have to be unique.`
}

function uniqueKeys({ constraints, indexes }: Table): readonly (readonly KeyPart[])[] {
  return [
    ...constraints
      .filter(({ type }) => type === 'primary-key' || type === 'unique')
      .map(each => {
        const nullsCount = each.type === 'unique' && each.nullsNotDistinct === true
        return columnsOf(each).map(column => ({ column, nullsCount }))
      }),
    ...indexes
      .filter(({ unique }) => unique)
      .map(({ parts, nullsNotDistinct: nullsCount = false }) =>
        parts.flatMap(({ column, length }) =>
          column === undefined ? [] : [{ column, nullsCount, ...(length !== undefined && { length }) }],
        ),
      ),
  ]
}

function indexesOver(
  { name, constraints, indexes }: Table,
  column: string,
  before: SchemaState,
): readonly string[] {
  const over = (names: readonly string[]): boolean => names.some(each => sameColumn(before, each, column))
  return [
    ...constraints
      .filter(each => (each.type === 'primary-key' || each.type === 'unique') && over(each.columns))
      .map(each => each.name ?? `a key of ${name}`),
    ...indexes
      .filter(({ parts }) => over(parts.flatMap(part => part.column ?? [])))
      .map(index => index.name ?? `an index of ${name}`),
  ]
}

/** One with a predicate or an expression is never taken over (indexcmds.c, CheckIndexCompatible; measured: PostgreSQL 15). */
function reuseInstead({ indexes }: Table, column: string, before: SchemaState): string {
  const beside = 'add a column that has the collation, fill it in batches, and build its indexes CONCURRENTLY'
  const alwaysBuilt = indexes.flatMap(({ name, parts, where }) => {
    const isOver = parts.some(part => part.column !== undefined && sameColumn(before, part.column, column))
    const isPlain = where === undefined && parts.every(part => part.column !== undefined)
    return isOver && !isPlain && name !== undefined ? [name] : []
  })
  return alwaysBuilt.length === 0
    ? `Build an index over the column COLLATE the new one with CONCURRENTLY before, and drop the old one, or ${beside}.`
    : `${capitalized(beside)}: what is built before is not taken over for ${listWords(alwaysBuilt)}, which ${alwaysBuilt.length === 1 ? 'has' : 'have'} a condition or an expression.`
}

function inWords(collation: ObjectName | undefined): string {
  return collation === undefined ? "the database's collation" : `the collation ${collation}`
}
