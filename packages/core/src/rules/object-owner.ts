import type { ObjectName } from '../operations/column.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const objectOwner: Rule = {
  id: 'object-owner',
  category: 'security',
  severity: 'info',
  optIn: true,
  title: 'A new table does not belong to the role that the config names.',
  why: `It belongs to whoever runs the migration: the next migration, run by another role, may not change it, and the owner
may do everything with it.`,
  instead: 'SET ROLE before, or ALTER TABLE … OWNER TO behind.',
  sources: ['PostgreSQL manual, Privileges'],
  // Off until it is said who: "app_owner".
  defaultOptions: { owner: '' },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'nobody named',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        options: { owner: 'app_owner' },
        instead:
          'CREATE ROLE app_owner; CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users OWNER TO app_owner',
      },
      {
        title: 'somebody else',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users OWNER TO anna',
        options: { owner: 'app_owner' },
        instead: 'CREATE ROLE app_owner; ALTER TABLE users OWNER TO app_owner',
      },
    ],
    allowed: [
      {
        title: 'given away',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users OWNER TO app_owner',
        options: { owner: 'app_owner' },
      },
      {
        title: 'made by the role',
        up: 'SET ROLE app_owner; CREATE TABLE users (id bigint PRIMARY KEY); RESET ROLE',
        options: { owner: 'app_owner' },
      },
      { title: 'nobody is asked for', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
    ],
  },

  checkOperation: {
    'create-table'({ table, temporary }, context) {
      const { options, before } = context
      const { owner } = options
      if (temporary || typeof owner !== 'string' || owner === '') return undefined
      if (before.sessionVariables?.get('role') === owner || isGiven(table, owner, context)) return undefined
      return { message: `${table} belongs to whoever runs the migration, not to ${owner}.`, objects: [table] }
    },
    'set-table-option': ({ table, option, value }, { options: { owner } }) =>
      option === 'owner' && typeof owner === 'string' && owner !== '' && value !== owner
        ? { message: `${table} belongs to ${value}, not to ${owner}.`, objects: [table] }
        : undefined,
  },
}

function isGiven(table: ObjectName, owner: string, { before, replayedScript }: OperationContext): boolean {
  return replayedScript.steps.some(
    ({ operation }) =>
      operation.kind === 'set-table-option' &&
      operation.option === 'owner' &&
      operation.value === owner &&
      sameObject(before, operation.table, table),
  )
}
