import { findObject } from '../schema/lookup.ts'
import { namesIn } from '../schema/sql-text.ts'
import { laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import { droppedObjects } from './objects/dropped-object.ts'
import { isRestrictive } from './objects/is-restrictive.ts'
import type { OperationContext, Rule } from './rule.ts'

export const dropPolicy: Rule = {
  id: 'drop-policy',
  category: 'compatibility',
  severity: 'warning',
  title: 'A row security policy is dropped.',
  why: `With row security on and no other policy, nobody but the owner sees a row; with another, wider one, more people may see it.`,
  instead: `Create the new policy before the old one goes, in the same transaction.`,
  examples: {
    flagged: [
      {
        title: 'a policy',
        given:
          'CREATE TABLE users (id int); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own_rows ON users USING (id = 1)',
        up: 'DROP POLICY own_rows ON users',
        instead: `DROP POLICY own_rows ON users;
CREATE POLICY own_rows ON users USING (id = 2);`,
      },
      {
        title: 'a policy of a column whose type changes behind it',
        given:
          'CREATE TABLE users (id int, owner uuid); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own_rows ON users USING (owner IS NULL)',
        up: 'DROP POLICY own_rows ON users; ALTER TABLE users ALTER COLUMN owner TYPE text',
        instead: `DROP POLICY own_rows ON users; ALTER TABLE users ALTER COLUMN owner TYPE text;
CREATE POLICY own_rows ON users USING (owner IS NULL)`,
      },
    ],
    allowed: [
      {
        title: 'made again in the same script',
        given:
          'CREATE TABLE users (id int); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own_rows ON users USING (id = 1)',
        up: 'DROP POLICY own_rows ON users; CREATE POLICY own_rows ON users USING (id = 2)',
      },
      {
        title: 'another policy for the same command: what is different in it is told as row-security-changed',
        given: 'CREATE TABLE users (id int); CREATE POLICY own_rows ON users FOR SELECT USING (id = 1)',
        up: 'DROP POLICY own_rows ON users; CREATE POLICY own ON users FOR SELECT USING (id = 1)',
      },
    ],
  },

  checkOperation: {
    'drop-object': (operation, context) => {
      const { name, table } = operation
      const policy = findObject(context.before, 'policy', name, table)
      const problem = droppedObjects(['policy'], operation, context, () => consequence(policy?.definition))
      if (problem === undefined) return undefined
      const instead = withTypeChange(table ?? policy?.table, policy?.definition, context)
      return instead === undefined ? problem : { ...problem, instead }
    },
  },
}

/** The server refuses to change the type of a column while a policy uses it: none can be made before the old one goes. */
function withTypeChange(
  table: string | undefined,
  definition: string | undefined,
  context: OperationContext,
): string | undefined {
  if (table === undefined) return undefined
  const { columnKey } = context.before.semantics
  const used = new Set(namesIn(definition ?? '').map(columnKey))
  const change = laterInDeploy(table, context, 'change-column-type').find(
    ({ operation }) => definition === undefined || used.has(columnKey(operation.column)),
  )
  if (change === undefined) return undefined
  const { column } = change.operation
  const place = placeWithFile(change, context)
  const order = `Drop the policy, change the type of ${column} (${place}) and create the policy again in one transaction`
  return definition === undefined
    ? `${order}, if it uses ${column}: while a policy does, the server refuses to change the type. Otherwise create the new policy before the old one goes.`
    : `${order}: while a policy uses ${column}, an old or a new one, the server refuses to change its type.`
}

function consequence(definition: string | undefined): string {
  if (definition === undefined) return 'who may read or write which rows changes'
  if (isRestrictive(definition)) return 'rows that it kept back can be reached by whom another policy lets'
  const command = /\bfor\s+(select|insert|update|delete)\b/i.exec(definition)?.[1]?.toUpperCase()
  switch (command) {
    case 'SELECT':
      return 'rows that it alone showed are hidden'
    case 'INSERT':
      return 'INSERTs that it alone allowed fail'
    case 'UPDATE':
    case 'DELETE':
      return `${command} passes over rows that it alone gave to it`
    default:
      return 'rows that it alone showed are hidden, and INSERTs that it alone allowed fail'
  }
}
