import { findObject } from '../schema/lookup.ts'
import type { Rule } from './rule.ts'

export const rowSecurityChanged: Rule = {
  id: 'row-security-changed',
  category: 'security',
  severity: 'warning',
  title: 'Row security shows other rows than before.',
  why: `Without row level security every role that may SELECT sees every row, at once and with no error; a policy with another
condition shows and hides rows in the same way. Code that left the filter to the policy shows what is not meant for its
user.`,
  instead: `Look at the rows that each role sees under the new condition before, as that role. Put ALTER POLICY and the code
that relies on it into one release, and the old condition into the down script.`,
  noSql: 'which rows each role may see is known to their owner alone',
  sources: ['PostgreSQL manual, Row Security Policies; ALTER POLICY', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'switched off',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER TABLE notes DISABLE ROW LEVEL SECURITY',
      },
      {
        title: 'another condition',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes USING (true)',
      },
      {
        title: "no longer for the table's owner",
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;`,
        up: 'ALTER TABLE notes NO FORCE ROW LEVEL SECURITY',
      },
    ],
    allowed: [
      {
        title: 'a table that is new',
        up: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'another name',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes RENAME TO own_team',
      },
      {
        title: 'the same condition',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes USING (team = 1)',
      },
    ],
  },

  checkOperation: {
    'set-table-option'({ table, option, value }, { tableBefore, isMade }) {
      const words = option === 'row-level-security' ? 'every role' : 'its owner'
      if (!/^(?:force-)?row-level-security$/.test(option) || value !== '' || isMade(table)) return undefined
      const known = tableBefore(table)
      if (known?.complete === true && known.options[option] === undefined) return undefined
      return {
        message: `No policy of ${table} holds for ${words} any more: all its rows are seen.`,
        objects: [table],
      }
    },
    'alter-object'({ objectType, name, table, settings }, { before, isMade }) {
      if (objectType !== 'policy' || table === undefined || settings === undefined || isMade(table))
        return undefined
      const known = findObject(before, 'policy', name, table)?.settings
      const changed = Object.entries(settings).find(([setting, value]) => known?.[setting] !== value)
      if (changed === undefined) return undefined
      const [setting, value] = changed
      const was = known?.[setting]
      return {
        message: `${name} of ${table} holds for other rows or roles: ${setting.toUpperCase()} is ${value}${was === undefined ? '' : `, was ${was}`}.`,
        objects: [table],
      }
    },
  },
}
