import type { Direction } from '../migration/migration.ts'
import { isPlain } from '../reversal/refused-statements.ts'
import type { Rule } from './rule.ts'

function adviceFor(reason: string, direction: Direction, isRefused: boolean): string | undefined {
  if (reason.includes('known only at run time'))
    return 'Check by hand what it comes to: names and values that are known only at run time were not checked.'
  if (/^what a change of (?:a system catalog|the schema table) does/.test(reason))
    return 'Check by hand what it changes. Where a statement of SQL does the same, such as ALTER, use that: it is checked, and guarded by the server.'
  if (isRefused && reason.startsWith('syntax error'))
    return `Correct it: the server's own grammar refuses it, and the ${direction === 'up' ? 'deploy' : 'rollback'} stops there.`
  return direction === 'up'
    ? undefined
    : 'Check the statement by hand. If it is valid for your server, please report it; if it is a typing mistake, the rollback stops there.'
}

export const unparsedStatement: Rule = {
  id: 'unparsed-statement',
  category: 'readability',
  severity: 'warning',
  title: 'A statement was read in part: its object is known, not everything that it does to it.',
  why: `Rules that need the part which could not be read have not spoken. That they are silent does not mean that the
statement is safe.`,
  instead: `Check the statement by hand. If it is valid for your server, please report it; if it is a typing mistake,
the deploy would have failed on it.`,
  noSql: 'what it was meant to be is known to its author alone',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a clause that is not known',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users FROBNICATE HARDER',
      },
      {
        title: 'what the server refuses as well',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'SELECT 1',
        down: 'DROP INDEX users_email ON users (email)',
      },
    ],
    allowed: [
      {
        title: 'a statement that was read whole',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
    ],
  },

  checkOperation: {
    unreadable({ level, reason, verb, object }, { direction, traits, statement }) {
      if (level !== 'partial') return undefined
      const instead = adviceFor(reason, direction, traits.readsAsServer === true && isPlain(statement.text))
      return {
        ...(instead === undefined ? {} : { instead }),
        message: `${[verb ?? 'The statement', object].filter(Boolean).join(' ')} was read in part only (${reason}).`,
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}
