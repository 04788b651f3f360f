import type { ObjectName } from '../operations/column.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { Table } from '../schema/schema-state.ts'
import { type TextToken, textTokens } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'

export const sqliteNameAsText: Rule = {
  id: 'sqlite-name-as-text',
  category: 'data-dependent',
  severity: 'warning',
  title: 'SQLite takes a name in double quotes that is no column for a text.',
  why: `There is no error: the condition compares one text with another, and holds for every row or for none; the index is built
over the same text in every row. Libraries that were built with SQLITE_DQS=0 refuse the statement, and so does the shell
since 3.41.`,
  instead: 'Correct the name. Where a text is meant, write it in single quotes.',
  sources: [
    'SQLite manual, Quirks, Caveats, and Gotchas In SQLite, 8 Double-quoted String Literals Are Accepted',
    'measured: SQLite 3.31 and 3.40; 3.50 built with SQLITE_DQS=0 (no such column)',
  ],
  appliesToNewTables: true,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a condition',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `DELETE FROM users WHERE "mail" = ''`,
        instead: `DELETE FROM users WHERE "email" = ''`,
      },
      {
        title: 'an index',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'CREATE INDEX users_mail ON users ("mail")',
        instead: 'CREATE INDEX users_mail ON users ("email")',
      },
      {
        title: 'the condition of an index',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'CREATE INDEX users_mail ON users (email) WHERE "gone_at" IS NULL',
        instead: `CREATE INDEX users_mail ON users (email) WHERE "email" IS NOT NULL`,
      },
    ],
    allowed: [
      {
        title: 'a text that a column is compared with',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'UPDATE users SET email = "nobody" WHERE email = "none" AND "users"."id" = 1',
      },
      {
        title: 'the number of the row',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (email TEXT)',
        up: 'DELETE FROM users WHERE "rowid" = 1',
      },
      {
        title: 'a table that is not known whole',
        dialect: 'sqlite',
        up: `DELETE FROM users WHERE "mail" = ''`,
      },
      {
        title: 'PostgreSQL, where it is a name',
        given: 'CREATE TABLE users (id int, email text)',
        up: `DELETE FROM users WHERE "mail" = '' AND id = 1`,
      },
    ],
  },

  checkOperation: {
    'update-rows': ({ table, where }, context) => inCondition(table, where, context),
    'delete-rows': ({ table, where }, context) => inCondition(table, where, context),
    'create-index'({ index: { table, parts, where } }, context) {
      const known = knownTable(table, context)
      const unknown = parts.find(
        ({ column }) =>
          column !== undefined &&
          known !== undefined &&
          isUnknown(column, known, context) &&
          context.statement.text.includes(`"${column}"`),
      )
      return unknown?.column === undefined
        ? inCondition(table, where, context)
        : {
            message: `${table} has no column ${unknown.column}: the index holds the text '${unknown.column}' for every row.`,
            objects: [table],
          }
    },
  },
}

/** The names that a tool records may be spelt by a mapping that is not known. */
function knownTable(name: ObjectName, { before, statement, traits }: OperationContext): Table | undefined {
  if (traits.altersByRebuild !== true || statement.reading === 'recorded' || statement.approximate === true)
    return undefined
  const table = findTable(before, name)
  return table?.complete === true ? table : undefined
}

function isUnknown(name: string, table: Table, { before }: OperationContext): boolean {
  return !/^(?:rowid|oid|_rowid_)$/i.test(name) && findColumn(table, name, before.semantics) === undefined
}

function inCondition(
  name: ObjectName,
  where: string | undefined,
  context: OperationContext,
): Problem | undefined {
  const table = knownTable(name, context)
  if (table === undefined || where === undefined || /\bselect\b/i.test(where)) return undefined
  const tokens = textTokens(where).filter(({ kind }) => kind !== 'space')
  const alone = tokens.find(
    (token, at) =>
      token.text.startsWith('"') &&
      isUnknown(token.name ?? '', table, context) &&
      beginsComparison(tokens, at) &&
      !isColumn(tokens[at + 2], table, context),
  )
  if (alone === undefined) return undefined
  return {
    message: `${name} has no column ${alone.name}: the condition compares the text '${alone.name}', whatever the rows hold.`,
    objects: [name],
  }
}

/** `"x" = 1`, `"x" IS NULL`; not `email = "x"`. */
function beginsComparison(tokens: readonly TextToken[], at: number): boolean {
  const before = tokens[at - 1]?.text.toLowerCase()
  const after = tokens[at + 1]?.text.toLowerCase() ?? ''
  return (
    (before === undefined || ['and', 'or', 'not', '('].includes(before)) &&
    /^(?:[=<>!]|is|in|not|like|glob|between)$/.test(after)
  )
}

function isColumn(token: TextToken | undefined, table: Table, { before }: OperationContext): boolean {
  return token?.name !== undefined && findColumn(table, token.name, before.semantics) !== undefined
}
