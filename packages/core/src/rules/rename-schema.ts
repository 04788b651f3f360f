import { earlierStepsOf } from '../schema/find-steps.ts'
import type { Rule } from './rule.ts'

export const renameSchema: Rule = {
  id: 'rename-schema',
  category: 'compatibility',
  severity: 'error',
  title: 'Renaming a schema breaks the code that is running.',
  why: 'Every name with the old schema in it fails from that moment, also in function bodies and in search_path settings.',
  instead: `Create the new schema, move the tables one by one, and leave a view under each old name until no release uses
it.`,
  sources: ['PostgreSQL manual, ALTER SCHEMA'],
  examples: {
    flagged: [
      {
        title: 'a schema in use',
        given: 'CREATE SCHEMA audit',
        up: 'ALTER SCHEMA audit RENAME TO history',
        instead: 'CREATE SCHEMA history',
      },
    ],
    allowed: [
      {
        title: 'made by the same script',
        up: 'CREATE SCHEMA audit; ALTER SCHEMA audit RENAME TO history',
      },
    ],
  },

  checkOperation: {
    'rename-object'({ objectType, name, to }, { replayedScript, step }) {
      if (objectType !== 'schema') return undefined
      const isNew = earlierStepsOf(replayedScript.steps, step, 'create-object').some(
        ({ operation }) => operation.objectType === 'schema' && operation.name === name,
      )
      if (isNew) return undefined
      return {
        message: `The schema ${name} becomes ${to}: every name with ${name} in it fails.`,
        objects: [name],
      }
    },
  },
}
