import type { ObjectName } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'

/** What switches the checks, and the values that switch them off. */
const switches: Readonly<Record<string, readonly string[]>> = {
  foreign_keys: ['0', 'off', 'false', 'no'],
  foreign_key_checks: ['0', 'off', 'false'],
  unique_checks: ['0', 'off', 'false'],
  session_replication_role: ['replica'],
  check_constraint_checks: ['0', 'off', 'false'],
}

export const disableFkChecks: Rule = {
  id: 'disable-fk-checks',
  category: 'data-loss',
  severity: 'warning',
  title: 'Foreign key checks or triggers are switched off and not on again.',
  why: `Rows without a parent get in without an error, and switching the checks on again does not look for them. A session
setting stays with the connection, which a pool gives to somebody else. DISABLE TRIGGER stays with the table, for everybody:
with ALL it switches off the triggers that check its foreign keys.`,
  instead: `Leave them on, and do things in an order in which they hold. If they must be off, switch them on again in the
same script, and look for rows without a parent afterwards.`,
  sources: [
    'MySQL 8.4 manual, Server System Variables, foreign_key_checks',
    'PostgreSQL manual, ALTER TABLE, DISABLE TRIGGER',
    'measured: PostgreSQL 15: an orphan gets in while they are off, and stays',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'left off',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1',
        instead: `SET FOREIGN_KEY_CHECKS = 0;
DELETE FROM users WHERE id = 1;
SET FOREIGN_KEY_CHECKS = 1;`,
      },
      {
        title: 'PostgreSQL',
        up: 'SET session_replication_role = replica',
        instead: `SET session_replication_role = replica;
SET session_replication_role = origin;`,
      },
      {
        title: 'all triggers of a table, and with them its foreign keys',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users DISABLE TRIGGER ALL',
        instead: `ALTER TABLE users DISABLE TRIGGER ALL;
DELETE FROM users WHERE id = 1;
ALTER TABLE users ENABLE TRIGGER ALL;`,
      },
      {
        title: 'SQLite, outside a transaction',
        dialect: 'sqlite',
        transaction: 'none',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'PRAGMA foreign_keys = OFF; DELETE FROM users WHERE id = 1',
        instead: {
          up: `PRAGMA foreign_keys = OFF;
DELETE FROM users WHERE id = 1;
PRAGMA foreign_keys = ON;`,
          transaction: 'none',
        },
      },
      {
        title: 'one trigger',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users DISABLE TRIGGER audit_users',
        instead: `ALTER TABLE users DISABLE TRIGGER audit_users;
DELETE FROM users WHERE id = 1;
ALTER TABLE users ENABLE TRIGGER audit_users;`,
      },
      {
        title: 'on again in another migration of the deploy',
        given: 'CREATE TABLE users (id int)',
        after: { up: 'ALTER TABLE users DISABLE TRIGGER ALL' },
        up: 'ALTER TABLE users ENABLE TRIGGER ALL',
        instead: { noSql: 'one script switches them off and on again' },
      },
    ],
    allowed: [
      {
        title: 'triggers on again at the end',
        given: 'CREATE TABLE users (id int, plan text)',
        up: `ALTER TABLE users DISABLE TRIGGER USER;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
ALTER TABLE users ENABLE TRIGGER USER;`,
      },
      {
        title: 'on again at the end',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1; SET FOREIGN_KEY_CHECKS = 1',
      },
    ],
  },

  checkOperation: {
    'set-table-option'({ table, option, value }, { before, replayedScript, step, atEnd }) {
      if (!isTriggerOff(option, value)) return undefined
      const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
      const isOnAgain = later.some(
        ({ operation }) =>
          operation.kind === 'set-table-option' &&
          sameObject(before, operation.table, table) &&
          (operation.option === option || operation.option === 'trigger all') &&
          !isTriggerOff(operation.option, operation.value),
      )
      if (isOnAgain) return undefined
      const which = option.slice('trigger '.length)
      const what =
        which === 'all'
          ? `All triggers of ${table}, and the checks of its foreign keys,`
          : `Triggers of ${table} (${which})`
      const problem = { message: `${what} are switched off, for everybody, and stay off.`, objects: [table] }
      if (!isOnAtEnd(table, option, before, atEnd)) return problem
      return {
        ...problem,
        message: `${what} are switched off, for everybody, until another migration of the deploy switches them on again: they stay off if one between them fails.`,
        instead:
          'Where nothing needs two transactions, switch them on in the script that has switched them off.',
        severity: 'info',
      }
    },
    'set-variable'({ name, value, scope }, { replayedScript, step, script }) {
      if (!isOff(name, value) || script.putBack?.includes(name) === true) return undefined
      const { steps } = replayedScript
      // SQLite does nothing with it inside a transaction, which is told as sqlite-pragma-in-transaction.
      if (name === 'foreign_keys' && inTransactionAt(script, steps, steps.indexOf(step))) return undefined
      const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
      const last = later.findLast(
        ({ operation }) => operation.kind === 'set-variable' && operation.name === name,
      )
      if (last !== undefined && last.operation.kind === 'set-variable' && !isOff(name, last.operation.value))
        return undefined
      const until = {
        transaction: 'until the transaction ends',
        session: 'for the rest of the connection',
        global: 'for every connection that begins from then on',
      }[scope]
      return {
        message:
          name === 'session_replication_role'
            ? `With session_replication_role = ${value} no trigger runs and no foreign key is checked ${until}.`
            : `${name} is switched off and stays off ${until}.`,
      }
    },
  },
}

/** By another migration of the deploy. */
function isOnAtEnd(table: ObjectName, option: string, before: SchemaState, atEnd: SchemaState): boolean {
  const [then = {}, now = {}] = [findTable(atEnd, table)?.options, findTable(before, table)?.options]
  const isOn = (each: string): boolean => then[each] !== undefined && !isTriggerOff(each, then[each])
  return isOn(option) || (isOn('trigger all') && then['trigger all'] !== now['trigger all'])
}

function isTriggerOff(option: string, value: string): boolean {
  return option.startsWith('trigger ') && (value === 'disabled' || value === 'replica')
}

function isOff(name: string, value: string | undefined): boolean {
  const plain = value?.replace(/^'|'$/g, '').toLowerCase()
  return plain !== undefined && switches[name]?.includes(plain) === true
}
