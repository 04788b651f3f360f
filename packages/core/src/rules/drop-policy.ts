import { droppedObjects } from './dropped-object.ts'
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
      droppedObjects(['policy'], operation, context, () => 'who may read or write which rows changes'),
  },
}
