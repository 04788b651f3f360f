import { describeType } from '../operations/describe-parts.ts'
import type { OperationOf } from '../operations/operation.ts'
import type { Problem } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const alterIgnore: Rule = {
  id: 'alter-ignore',
  category: 'data-loss',
  severity: 'error',
  title: 'ALTER IGNORE TABLE deletes rows instead of failing.',
  why: `With a new unique key, all but one of the rows with the same value are deleted without an error. Values that do not
fit a new type are changed.`,
  instead: 'Leave IGNORE out. Look for the duplicates with a query, and decide which row of each is kept.',
  sources: ['MariaDB manual, ALTER TABLE, Description', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'NULL becomes 0',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, team int unsigned)',
        up: 'ALTER IGNORE TABLE users CHANGE team team_id int unsigned NOT NULL',
        instead: 'ALTER TABLE users CHANGE team team_id int unsigned',
      },
      {
        title: 'a unique key',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER IGNORE TABLE users ADD UNIQUE KEY users_email (email)',
        instead: 'ALTER TABLE users ADD UNIQUE KEY users_email (email)',
      },
    ],
    allowed: [
      {
        title: 'a new name, and nothing else',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, team int unsigned NOT NULL)',
        up: 'ALTER IGNORE TABLE users CHANGE team team_id int unsigned NOT NULL',
      },
      {
        title: 'without IGNORE',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD UNIQUE KEY users_email (email)',
      },
    ],
  },

  checkOperation: {
    'add-constraint': ({ table, ignoresErrors }) => (ignoresErrors === true ? deletes(table) : undefined),
    'create-index': ({ index, ignoresErrors }) =>
      ignoresErrors === true && index.unique ? deletes(index.table) : undefined,
    'change-column': (operation, context) =>
      operation.ignoresErrors === true ? changes(operation, context) : undefined,
  },
}

/** What is not known of the column may be what it is to become: a new name alone changes no value. */
function changes(
  { table, column, to }: OperationOf<'change-column'>,
  { before, traits }: OperationContext,
): Problem | undefined {
  const old = columnIn(before, table, column)
  const losesNull = old?.nullable !== false && !to.nullable
  if (old?.type !== undefined && to.type !== undefined && !losesNull) {
    if (traits.typeChange(old.type, to.type).loses === 'nothing') return undefined
  }
  const isKnown = old?.type !== undefined
  const wanted = `${to.type === undefined ? 'of that type' : describeType(to.type)}${to.nullable ? '' : ' NOT NULL'}`
  return {
    message: isKnown
      ? `ALTER IGNORE TABLE changes values of ${table}.${column} that do not fit ${wanted}, without an error.`
      : `No migration says what ${table}.${column} is now: if not ${wanted}, ALTER IGNORE TABLE changes the values that do not fit${losesNull ? ', such as NULL,' : ''} without an error.`,
    instead: !isKnown
      ? 'Look it up in SHOW CREATE TABLE. A column that has this type loses nothing, with IGNORE or without; if it has another one, leave IGNORE out, so that the first value that does not fit stops the statement.'
      : losesNull
        ? 'Leave IGNORE out. Look for the values that do not fit, and for NULL, and correct them first.'
        : 'Leave IGNORE out. Look for the values that do not fit, and correct them first.',
    ...(!isKnown && { severity: 'info' }),
    objects: [`${table}.${column}`],
  }
}

function deletes(table: string): Problem {
  return {
    message: `ALTER IGNORE TABLE deletes the rows of ${table} that break the new key.`,
    objects: [table],
  }
}
