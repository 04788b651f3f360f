import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isBefore, stepsOf } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { commitsOpenTransaction } from './archive-first.ts'
import { archiveOfRows, isArchivedBefore } from './archived-before.ts'
import { childRowEffects } from './child-rows.ts'
import { rowsCopiedFirst } from './copied-first.ts'
import { isDroppedLater } from './dropped-later.ts'
import type { Problem } from './finding.ts'
import { listWords } from './list-words.ts'
import { madeAgain } from './made-again.ts'
import { namesByKey } from './named-rows.ts'
import { rowFilter } from './row-filter.ts'
import type { OperationContext, Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const deleteRows: Rule = {
  id: 'delete-rows',
  category: 'data-loss',
  severity: 'info',
  title: 'A DELETE takes rows away that are kept nowhere else.',
  why: `The rows that the condition finds are gone once it commits, and with ON DELETE CASCADE rows of other tables too. If the
condition finds more than was meant, only a backup helps.`,
  instead: `Keep the rows first, in a table of their own.`,
  examples: {
    flagged: [
      {
        title: 'rows that a condition finds',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
      {
        title: 'MySQL, and rows of another table with them',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY, plan varchar(20));
CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);`,
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
        up: "DELETE FROM users WHERE plan = 'trial'",
      },
    ],
    allowed: [
      {
        title: 'a row that the condition names by its key',
        given: 'CREATE TABLE settings (scope text, name text, value text, PRIMARY KEY (scope, name))',
        up: "DELETE FROM settings WHERE scope = 'core' AND name = 'sounds'",
      },
      {
        title: 'the same rows are kept first',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: `CREATE TABLE users_archive AS SELECT * FROM users WHERE plan = 'trial';
DELETE FROM users WHERE plan = 'trial';`,
      },
      {
        title: 'they move to another table',
        given: 'CREATE TABLE users (id int, plan text); CREATE TABLE guests (id int, plan text)',
        up: `WITH moved AS (DELETE FROM users WHERE plan = 'trial' RETURNING id, plan)
INSERT INTO guests SELECT id, plan FROM moved`,
      },
      {
        title: 'the table goes in the same script, which is told there',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'; DROP TABLE users",
      },
      {
        title: 'with a down script, which is told what it does not bring back',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "DELETE FROM users WHERE plan = 'trial'",
        down: "INSERT INTO users VALUES (1, 'trial')",
      },
    ],
  },

  checkOperation: {
    'delete-rows'(operation, context) {
      const { table, where } = operation
      if (!losesRows(operation, context)) return undefined
      const children = childrenOf(table, context)
      const others = children.length === 0 ? '' : ` It also ${listWords(children)}.`
      return {
        message: `${calledOf(context.statement.text)} takes rows from ${table} that are kept nowhere.${others}`,
        objects: [table],
        ...keptFirst(table, where, context),
      }
    },
  },
}

/** What the call of a procedure leads to stands elsewhere. */
function calledOf(text: string): string {
  const name = /^\s*call\s+([\w."`]+)/i.exec(text)?.[1]
  return name === undefined ? 'DELETE' : `The DELETE in ${name.replace(/["`]/g, '')}`
}

function losesRows(operation: OperationOf<'delete-rows'>, context: OperationContext): boolean {
  const { table, where } = operation
  const { migration, statement } = context
  if (migration.down !== undefined || migration.declaredIrreversible !== undefined) return false
  if (context.isMade(table) || rowFilter(operation, context) !== 'present') return false
  const isMoved = /\breturning\b/i.test(statement.text) && has(statement, 'insert-rows')
  if (isMoved || isDroppedLater(table, context) || isKept(table, where, context)) return false
  return !namesByKey(where ?? '', table, context) || childrenOf(table, context).length > 0
}

function childrenOf(table: ObjectName, context: OperationContext): readonly string[] {
  return childRowEffects(table, context.before, child => !context.isNew(child))
}

function has({ operations }: OperationContext['statement'], kind: string): boolean {
  return operations.some(operation => operation.kind === kind)
}

/** All rows, or those that the same condition finds. */
function isKept(table: ObjectName, where: string | undefined, context: OperationContext): boolean {
  const copy = rowsCopiedFirst(table, context)
  if (copy === undefined || !copy.partly) return copy !== undefined
  const { steps } = context.replayedScript
  return stepsOf(steps, 'create-table', 'insert-rows').some(
    each =>
      isBefore(steps, each, context.step) &&
      where !== undefined &&
      plain(each.statement.text).endsWith(` where ${plain(where)}`),
  )
}

function plain(text: string): string {
  return text
    .replace(/[\s;]+/g, ' ')
    .trim()
    .toLowerCase()
}

function keptFirst(
  table: ObjectName,
  where: string | undefined,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { before, traits, statement } = context
  const archive = archiveOfRows(table, context)
  if (where === undefined || !isPlain(statement.text) || findTable(before, archive) !== undefined) return {}
  const isThere = isArchivedBefore(table, context, makesArchive)
  const into = isThere ? 'INSERT INTO' : 'CREATE TABLE'
  const copy = `${into} ${sqlName(archive, traits)}${isThere ? '' : ' AS'} SELECT * FROM ${sqlName(table, traits)} WHERE ${where};`
  if (!isThere && commitsOpenTransaction(context)) {
    return {
      instead: `Keep the rows before the transaction, which CREATE TABLE would commit: ${copy.slice(0, -1)}.`,
    }
  }
  const title = isThere
    ? 'Keep the rows first, in the archive that is made for the first DELETE of this table'
    : 'Keep the rows first'
  return { suggestion: { title, sql: `${copy}\n${statement.text};` } }
}

function isPlain(text: string): boolean {
  return /^\s*delete\s+from\s+[^\s,]+\s+where\b/i.test(text)
}

/** Is what is suggested for it a copy of these rows into a new table? */
export function makesArchive(operation: OperationOf<'delete-rows'>, context: OperationContext): boolean {
  const { table, where } = operation
  if (rowFilter(operation, context) !== 'present') {
    const isTold = !context.isMade(table) && !isDroppedLater(table, context)
    return isTold && madeAgain(table) === undefined && rowsCopiedFirst(table, context)?.partly !== false
  }
  return (
    where !== undefined &&
    isPlain(context.statement.text) &&
    findTable(context.before, archiveOfRows(table, context)) === undefined &&
    losesRows(operation, context)
  )
}
