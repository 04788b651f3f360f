import { objectsOn } from '../schema/find-objects.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const policyMissingCommand: Rule = {
  id: 'policy-missing-command',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'The policies of a table leave a command out.',
  why: `For a command without a permissive policy PostgreSQL shows no row and takes none: an UPDATE without an UPDATE policy
changes nothing and says so to nobody.`,
  instead:
    'Write a policy for each command that is meant to work, or REVOKE the privilege for those that are not.',
  sources: ['PostgreSQL manual, 5.9 Row Security Policies; CREATE POLICY'],
  examples: {
    flagged: [
      {
        title: 'SELECT alone',
        given: 'CREATE TABLE notes (id bigint PRIMARY KEY, author text)',
        up: `CREATE POLICY own ON notes FOR SELECT USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
        instead: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
    ],
    allowed: [
      {
        title: 'all commands',
        given: 'CREATE TABLE notes (id bigint PRIMARY KEY, author text)',
        up: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'one by one',
        given: 'CREATE TABLE notes (id bigint PRIMARY KEY, author text)',
        up: `CREATE POLICY a ON notes FOR SELECT USING (true);
CREATE POLICY b ON notes FOR INSERT WITH CHECK (true);
CREATE POLICY c ON notes FOR UPDATE USING (author = current_user);
CREATE POLICY d ON notes FOR DELETE USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
    ],
  },

  checkOperation: {
    'set-table-option'({ table, option, value }, { replayedScript: { after } }) {
      if (option !== 'row-level-security' || value !== 'enabled') return undefined
      const allowed = commandsOf(table, after)
      // No policy at all is rls-enabled-without-policy.
      if (allowed.size === 0 || allowed.has('all')) return undefined
      const missing = ['select', 'insert', 'update', 'delete'].filter(command => !allowed.has(command))
      if (missing.length === 0) return undefined
      return {
        message: `No policy of ${table} is for ${listWords(missing.map(command => command.toUpperCase()))}.`,
        objects: [table],
      }
    },
  },
}

/** CREATE POLICY name ON table [AS …] [FOR command]; without FOR it is for all. */
function commandsOf(table: string, schema: SchemaState): ReadonlySet<string> {
  const policies = objectsOn(schema, table).filter(({ type }) => type === 'policy')
  return new Set(
    policies.map(({ definition }) => {
      const words = namesIn(definition).map(word => word.toLowerCase())
      const place = words.indexOf('for')
      return place < 0 ? 'all' : (words[place + 1] ?? 'all')
    }),
  )
}
