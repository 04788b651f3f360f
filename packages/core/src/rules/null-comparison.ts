import type { Direction, Script, Statement } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import type { Problem } from './finding.ts'
import { type NullComparison, nullComparisonsIn } from './rows/null-comparisons.ts'
import type { Rule } from './rule.ts'
import { placeOfStatement } from './scripts/script-place.ts'
import { listWords } from './wording/list-words.ts'

export const nullComparison: Rule = {
  id: 'null-comparison',
  category: 'compatibility',
  severity: 'warning',
  title: 'A comparison with NULL by = or <> is never true.',
  why: `What is compared with NULL is neither true nor false, whatever the column holds, NULL too. A WHERE with it finds no row: the
UPDATE or DELETE is recorded as done and has changed nothing, and no error tells. A CHECK with it refuses nothing.`,
  instead: 'Write IS NULL, or IS NOT NULL.',
  sources: [
    'measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50.4',
    'PostgreSQL manual, Comparison Functions and Operators',
  ],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'an UPDATE that changes no row',
        given: 'CREATE TABLE people (id int, banned boolean, received_ban boolean)',
        up: 'UPDATE people SET banned = true WHERE received_ban != NULL',
      },
      {
        title: 'an UPDATE that reads another table, to whose rows it may not be joined',
        given: 'CREATE TABLE people (id int, banned boolean); CREATE TABLE bans (person_id int, until date)',
        up: `UPDATE people SET banned = true
FROM (SELECT p.id FROM people p JOIN bans b ON b.person_id = p.id WHERE b.until <> NULL) AS found`,
        instead: { noSql: 'corrected as it stands, it would find all rows' },
      },
      {
        title: 'a DELETE, MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(50))',
        up: 'DELETE FROM users WHERE email = NULL',
      },
      {
        title: 'a subquery, SQLite',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE TABLE mails (user_id INTEGER, email TEXT)',
        up: 'INSERT INTO mails (user_id, email) SELECT id, email FROM users WHERE id > 7 AND email <> NULL',
      },
      {
        title: 'a CHECK that refuses nothing',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE TABLE mails (email text CHECK (email = NULL OR char_length(email) > 0))',
      },
    ],
    allowed: [
      {
        title: 'a value that is given',
        given: 'CREATE TABLE users (id int, email text, plan text)',
        up: 'UPDATE users SET plan = NULL, email = NULL WHERE id = 7',
      },
      {
        title: 'IS NULL',
        given: 'CREATE TABLE users (id int, email text, plan text)',
        up: "UPDATE users SET plan = 'x' WHERE email IS NULL AND plan IS DISTINCT FROM NULL",
      },
      {
        title: 'the operator of MySQL that takes NULL as equal',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(50), plan int)',
        up: 'UPDATE users SET plan = 1 WHERE email <=> NULL',
      },
      {
        title: 'a parameter that may be left out',
        up: "CREATE FUNCTION twice(n int = NULL) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'",
      },
    ],
  },

  checkMigration: ({ migration: { up, down } }) => [
    ...problemsIn(up, 'up'),
    ...(down === undefined || down === up ? [] : problemsIn(down, 'down')),
  ],
}

function problemsIn({ statements }: Script, direction: Direction): readonly Problem[] {
  return statements.flatMap(statement => {
    const problem = isRoutine(statement) ? undefined : problemOf(statement)
    return problem === undefined ? [] : [{ ...problem, at: placeOfStatement(direction, statement) }]
  })
}

/** In its body `=` may give a variable its value, and a text in dollar quotes may be anything. */
function isRoutine({ operations, text }: Statement): boolean {
  return /\$\w*\$/.test(text) || operations.some(operation => isOfCode(operation))
}

function isOfCode(operation: Operation): boolean {
  if (operation.kind === 'run-code' || operation.kind === 'unreadable') return true
  return operation.kind === 'create-object' && !/view$/.test(operation.objectType)
}

function problemOf(statement: Statement): Problem | undefined {
  const { text, operations } = statement
  const { found, corrected } = nullComparisonsIn(text)
  const [first] = found
  if (first === undefined) return undefined
  const texts = [...new Set(found.map(each => each.text))]
  const meant = [...new Set(found.map(each => each.meant))]
  return {
    message: `${listWords(texts)} ${texts.length === 1 ? 'is' : 'are'} never true, whatever ${first.operand === '' ? 'it' : first.operand} holds: what is compared with NULL is neither true nor false.${outcomeOf(first, operations)}`,
    // With other tables in it, nobody knows whether it finds the right rows once it finds any.
    ...(readsOthers(statement)
      ? {
          instead: `Write ${listWords(meant)}, and look first at the rows that it changes then: so far it has changed none, and nobody has seen whether what it reads is joined to them.`,
        }
      : {
          instead: `Write ${listWords(meant)}.`,
          suggestion: { title: 'As it was meant, very likely', sql: corrected, ofWholeStatement: true },
        }),
  }
}

function readsOthers({ operations, text }: Statement): boolean {
  const writes = operations.some(({ kind }) => kind === 'update-rows' || kind === 'delete-rows')
  return writes && /\b(?:select|join|using|from)\b/i.test(text.replace(/^\s*delete\s+from\b/i, ''))
}

function outcomeOf({ decides }: NullComparison, operations: readonly Operation[]): string {
  if (decides === 'check') return ' The CHECK refuses no row.'
  if (decides === undefined) return ''
  const kinds = operations.map(({ kind }) => kind)
  if (kinds.includes('update-rows')) return ' The UPDATE changes no row.'
  return kinds.includes('delete-rows') ? ' The DELETE deletes no row.' : ''
}
