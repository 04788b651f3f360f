import { earlierStepsOf } from '../schema/find-steps.ts'
import { pragmaOutside } from './pragma-outside-transaction.ts'
import type { Rule } from './rule.ts'
import { transactionAt } from './transaction-state.ts'

/** SQLite ignores these inside a transaction. */
const ignored: ReadonlySet<string> = new Set(['foreign_keys', 'journal_mode', 'synchronous'])

export const sqlitePragmaInTransaction: Rule = {
  id: 'sqlite-pragma-in-transaction',
  category: 'transaction',
  severity: 'warning',
  title: 'This PRAGMA does nothing inside a transaction.',
  why: `SQLite ignores it there without an error. Most migration tools open a transaction, so that foreign keys stay as
they are although the script says that they are off.`,
  instead: 'Run this migration outside a transaction. In Knex: exports.config = { transaction: false }.',
  sources: ['SQLite, PRAGMA foreign_keys', 'measured: SQLite 3.40'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "the migration tool's transaction",
        dialect: 'sqlite',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY)',
        instead: [
          {
            up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY); PRAGMA foreign_keys = ON',
            transaction: 'none',
          },
        ],
      },
    ],
    allowed: [
      {
        title: 'outside a transaction',
        dialect: 'sqlite',
        transaction: 'none',
        up: 'PRAGMA foreign_keys = OFF; CREATE TABLE users (id INTEGER PRIMARY KEY); PRAGMA foreign_keys = ON',
      },
      { title: 'a PRAGMA that only reads', dialect: 'sqlite', up: 'PRAGMA foreign_keys' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }, { migration, script, replayedScript, step, statement }) {
      if (value === undefined || !ignored.has(name) || !/^\s*pragma\b/i.test(statement.text)) return undefined
      const { steps } = replayedScript
      const open = transactionAt(script, steps, steps.indexOf(step))
      if (open === 'none') return undefined
      // The runner has done it before.
      if (script.session?.[name] === '0' && /^(?:off|0|false|no)$/i.test(value)) return undefined
      // Switching back on at the end says nothing new.
      const saidSo = earlierStepsOf(steps, step, 'set-variable').some(
        ({ operation }) => operation.name === name,
      )
      if (saidSo) return undefined
      const whose = open === 'script' ? 'a transaction' : "the migration tool's transaction"
      return {
        message: `PRAGMA ${name} = ${value} does nothing inside ${whose}.`,
        instead: pragmaOutside(open, migration),
      }
    },
  },
}
