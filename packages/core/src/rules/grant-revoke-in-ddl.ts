import { isDdl } from '../operations/classes.ts'
import type { Rule } from './rule.ts'

export const grantRevokeInDdl: Rule = {
  id: 'grant-revoke-in-ddl',
  category: 'security',
  severity: 'info',
  optIn: true,
  title: 'Privileges change in the same migration as the schema.',
  why: `Who may do what is reviewed by other people than who may have which column, and it holds also where the migration is
rolled back: no down script says what the privileges were.`,
  instead: 'Give privileges in migrations of their own, or where roles are kept.',
  sources: ['PostgreSQL manual, GRANT; ALTER DEFAULT PRIVILEGES'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'beside a new column',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN email text; GRANT SELECT ON users TO reader',
        instead: ['ALTER TABLE users ADD COLUMN email text'],
      },
      {
        title: 'for all tables to come',
        up: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader',
        instead: { noSql: 'it goes where roles are kept, out of the migrations' },
      },
    ],
    allowed: [
      {
        title: 'alone',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'GRANT SELECT ON users TO reader',
      },
    ],
  },

  checkOperation: {
    'change-privileges'({ action, on, roles }, { replayedScript: { steps } }) {
      if (action === 'default') {
        return { message: `What ${roles.join(', ')} may do changes for all ${on} that are made from now on.` }
      }
      const changesSchema = steps.some(
        ({ operation }) => operation.kind !== 'change-privileges' && isDdl(operation),
      )
      return changesSchema ? { message: `Privileges on ${on} change along with the schema.` } : undefined
    },
  },
}
