import { namesIn } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

export const extensionWithoutVersion: Rule = {
  id: 'extension-without-version',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'CREATE EXTENSION does not say which version.',
  why: `Each server gets the version that its package has: a laptop, the tests and production then run different functions.`,
  instead: "Write the version: CREATE EXTENSION pgcrypto VERSION '1.3'.",
  sources: ['PostgreSQL manual, CREATE EXTENSION, version'],
  examples: {
    flagged: [
      {
        title: 'no version',
        up: 'CREATE EXTENSION IF NOT EXISTS pgcrypto',
        instead: "CREATE EXTENSION IF NOT EXISTS pgcrypto VERSION '1.3'",
      },
    ],
    allowed: [{ title: 'a version', up: "CREATE EXTENSION IF NOT EXISTS pgcrypto VERSION '1.3'" }],
  },

  checkOperation: {
    'create-object': ({ objectType, name, definition }) =>
      objectType === 'extension' && !namesIn(definition).some(word => word.toLowerCase() === 'version')
        ? { message: `Each server gets the version of ${name} that it happens to have.`, objects: [name] }
        : undefined,
  },
}
