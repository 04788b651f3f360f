import { findTable } from '../schema/lookup.ts'
import { nameAtEnd } from '../schema/name-at-end.ts'
import type { DeployContext, Rule } from './rule.ts'

export const policyWithoutRls: Rule = {
  id: 'policy-without-rls',
  category: 'security',
  severity: 'warning',
  title: 'A policy is created, and row level security is off: the policy does nothing.',
  why: `PostgreSQL takes the policy without a word and applies it to nobody before the table has row level security enabled:
whoever has the privilege sees and changes every row. Who reads the schema sees a policy, and trusts it.`,
  instead: 'Enable row level security on the table in the same transaction, after the policies.',
  sources: ['PostgreSQL manual, CREATE POLICY; Row Security Policies', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'never enabled',
        given: 'CREATE TABLE notes (id int, author text)',
        up: 'CREATE POLICY own ON notes USING (author = current_user)',
        instead: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'switched off again',
        given: 'CREATE TABLE notes (id int, author text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
        up: `ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (author = current_user);`,
        instead: 'CREATE POLICY own ON notes USING (author = current_user)',
      },
    ],
    allowed: [
      {
        title: 'enabled before',
        given: 'CREATE TABLE notes (id int, author text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
        up: 'CREATE POLICY own ON notes USING (author = current_user)',
      },
      {
        title: 'enabled afterwards, under another name',
        given: 'CREATE TABLE notes (id int, author text)',
        up: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes RENAME TO remarks;
ALTER TABLE remarks ENABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'a table of which not everything is known',
        up: 'CREATE POLICY own ON notes USING (author = current_user)',
      },
      {
        title: 'the table goes again',
        given: 'CREATE TABLE notes (id int, author text)',
        up: 'CREATE POLICY own ON notes USING (author = current_user); DROP TABLE notes',
      },
    ],
  },

  checkDeploy({ migrations }: DeployContext) {
    const end = migrations.at(-1)?.replayed.up.after
    const scripts = migrations.map(({ replayed }) => replayed.up)
    // Code may enable it where nobody sees it from outside.
    const runsCode = scripts.some(({ steps }) => steps.some(({ operation }) => operation.kind === 'run-code'))
    if (end === undefined || runsCode) return undefined
    const told = new Set<string>()
    return migrations.flatMap(({ migration, replayed }, place) =>
      replayed.up.steps.flatMap(step => {
        const { operation, statement } = step
        if (operation.kind !== 'create-object' || operation.objectType !== 'policy') return []
        const name = operation.table && nameAtEnd(operation.table, step, scripts.slice(place))
        const table = name === undefined ? undefined : findTable(end, name)
        if (table?.complete !== true || table.options['row-level-security'] === 'enabled') return []
        if (told.has(table.name)) return []
        told.add(table.name)
        return {
          message: `${operation.name} does nothing: row level security of ${table.name} is off, and every row stays open to whoever has the privilege.`,
          objects: [table.name],
          at: { file: migration.up.file, location: statement.location, statement: statement.text },
        }
      }),
    )
  },
}
