import { findConstraint, findTable, tableOfIndex } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const renameConstraint: Rule = {
  id: 'rename-constraint',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'A key gets another name: ON CONFLICT ON CONSTRAINT with the old one fails.',
  why: `INSERT … ON CONFLICT ON CONSTRAINT names the constraint itself, and code that tells errors apart by the name of the
constraint takes a duplicate for something else. Renaming the index of a key renames the key.`,
  instead: 'Search the code for the old name first. ON CONFLICT (column) does not depend on it.',
  noSql: 'the code that names it changes first',
  sources: [
    'PostgreSQL manual, INSERT, ON CONFLICT Clause',
    'PostgreSQL manual, ALTER INDEX, RENAME',
    'measured: PostgreSQL 15: ALTER INDEX … RENAME renames the constraint',
  ],
  examples: {
    flagged: [
      {
        title: 'a unique constraint',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT by_email UNIQUE (email))',
        up: 'ALTER TABLE users RENAME CONSTRAINT by_email TO users_email_key',
      },
      {
        title: 'the index of one',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT by_email UNIQUE (email))',
        up: 'ALTER INDEX by_email RENAME TO users_email_key',
      },
    ],
    allowed: [
      {
        title: 'a foreign key, which no INSERT names',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts RENAME CONSTRAINT by_user TO carts_user_id_fkey',
      },
    ],
  },

  checkOperation: {
    'rename-constraint'({ table, name, to }, { before }) {
      return renamed(findTable(before, table), name, to, before)
    },
    'rename-index'({ name, to, table }, { before }) {
      if (before.semantics.indexNamesPer === 'table') return undefined
      return renamed(tableOfIndex(before, name, table), name, to, before)
    },
  },
}

function renamed(
  table: Table | undefined,
  name: string,
  to: string,
  { semantics }: SchemaState,
): Problem | undefined {
  const key = table && findConstraint(table, name, semantics)
  if (key?.type !== 'unique' && key?.type !== 'primary-key' && key?.type !== 'exclusion') return undefined
  return {
    message: `${name} of ${table?.name} is called ${to} from now on: INSERT … ON CONFLICT ON CONSTRAINT ${name} fails.`,
    objects: [`${table?.name}.${name}`],
  }
}
