import { findObject } from '../schema/lookup.ts'
import { droppedObjects } from './objects/dropped-object.ts'
import { isRestrictive } from './objects/is-restrictive.ts'
import type { Rule } from './rule.ts'

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
    'drop-object': (operation, context) =>
      droppedObjects(['policy'], operation, context, () => {
        const { name, table } = operation
        return consequence(findObject(context.before, 'policy', name, table)?.definition)
      }),
  },
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
