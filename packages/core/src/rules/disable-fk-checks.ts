import type { Rule } from './rule.ts'

/** What switches the checks, and the values that switch them off. */
const switches: Readonly<Record<string, readonly string[]>> = {
  foreign_key_checks: ['0', 'off', 'false'],
  unique_checks: ['0', 'off', 'false'],
  session_replication_role: ['replica'],
  check_constraint_checks: ['0', 'off', 'false'],
}

export const disableFkChecks: Rule = {
  id: 'disable-fk-checks',
  category: 'data-loss',
  severity: 'warning',
  title: 'Foreign key checks are switched off and not on again.',
  why: `Rows without a parent get in without an error, and switching the checks on again does not look for them. The
setting stays with the connection, which a pool gives to somebody else.`,
  instead: `Leave them on, and do things in an order in which they hold. If they must be off, switch them on again in the
same script, and look for rows without a parent afterwards.`,
  sources: ['MySQL 8.0 manual, Server System Variables, foreign_key_checks'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'left off',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1',
      },
      { title: 'PostgreSQL', up: 'SET session_replication_role = replica' },
    ],
    allowed: [
      {
        title: 'on again at the end',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'SET FOREIGN_KEY_CHECKS = 0; DELETE FROM users WHERE id = 1; SET FOREIGN_KEY_CHECKS = 1',
      },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }, { replayedScript, step }) {
      if (!isOff(name, value)) return undefined
      const later = replayedScript.steps.slice(replayedScript.steps.indexOf(step) + 1)
      const last = later.findLast(
        ({ operation }) => operation.kind === 'set-variable' && operation.name === name,
      )
      if (last !== undefined && last.operation.kind === 'set-variable' && !isOff(name, last.operation.value))
        return undefined
      return { message: `${name} is switched off and stays off for the rest of the connection.` }
    },
  },
}

function isOff(name: string, value: string | undefined): boolean {
  const plain = value?.replace(/^'|'$/g, '').toLowerCase()
  return plain !== undefined && switches[name]?.includes(plain) === true
}
