import { objectsOn } from '../schema/find-objects.ts'
import { namesIn } from '../schema/sql-text.ts'
import { policiesReplacedBy } from './objects/replaced-policy.ts'
import type { Rule } from './rule.ts'

export const restrictivePolicy: Rule = {
  id: 'restrictive-policy',
  category: 'compatibility',
  severity: 'warning',
  title: 'A restrictive policy hides rows from code that is running.',
  why: `It holds beside every other policy: rows that do not meet it are gone from each query without an error, and INSERTs
of such rows fail.`,
  instead: 'Count the rows that the code would miss before, and release code that knows of the policy first.',
  noSql: 'how many rows the code may miss is known to its owner alone',
  sources: ['PostgreSQL manual, CREATE POLICY', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'a table with policies',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_it ON notes USING (true);`,
        up: 'CREATE POLICY own_team ON notes AS RESTRICTIVE USING (team = 1)',
      },
      {
        title: 'for one command',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_it ON notes USING (true);`,
        up: 'CREATE POLICY own_team ON notes AS RESTRICTIVE FOR UPDATE USING (team = 1)',
      },
    ],
    allowed: [
      {
        title: 'a permissive one shows more, not less',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_it ON notes USING (true);`,
        up: 'CREATE POLICY own_team ON notes USING (team = 1)',
      },
      {
        title: 'made again',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_it ON notes USING (true);
CREATE POLICY own_team ON notes AS RESTRICTIVE USING (team = 1);`,
        up: 'DROP POLICY own_team ON notes; CREATE POLICY own_team ON notes AS RESTRICTIVE USING (team = 1)',
      },
      {
        title: 'a condition that every row meets',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_it ON notes USING (true);`,
        up: 'CREATE POLICY readable ON notes AS RESTRICTIVE FOR SELECT USING (true)',
      },
      {
        title: 'a new table',
        up: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY all_of_it ON notes USING (true);
CREATE POLICY own_team ON notes AS RESTRICTIVE USING (team = 1);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
    ],
  },

  checkOperation: {
    'create-object'({ objectType, name, table, definition, settings = {} }, context) {
      const { before, deployed, isMade } = context
      if (objectType !== 'policy' || table === undefined || isMade(table)) return undefined
      const words = namesIn(definition).map(word => word.toLowerCase())
      if (words[words.indexOf('as') + 1] !== 'restrictive') return undefined
      if (Object.entries(settings).every(([setting, value]) => setting === 'to' || value === 'true'))
        return undefined
      // Made again: row-security-changed tells of another condition.
      if (policiesReplacedBy(definition, table, deployed, context).length > 0) return undefined
      // Without a permissive one nothing is seen before either: rls-enabled-without-policy.
      const hasOther = objectsOn(before, table).some(other => other.type === 'policy' && other.name !== name)
      return hasOther
        ? {
            message: `Rows of ${table} that do not meet ${name} ${fateOf(words)} from now on.`,
            objects: [table],
          }
        : undefined
    },
  },
}

/** By the command that the policy is for; without one, or with ALL, it is all of them (PostgreSQL manual, CREATE POLICY). */
function fateOf(words: readonly string[]): string {
  const command = words[words.indexOf('for', words.indexOf('restrictive')) + 1] ?? ''
  const fates: Readonly<Record<string, string>> = {
    insert: 'cannot be inserted',
    update: 'cannot be changed',
    delete: 'cannot be deleted',
  }
  return words.includes('for') ? (fates[command] ?? 'are hidden') : 'are hidden'
}
