import type { Rule } from './rule.ts'

export const editedAppliedMigration: Rule = {
  id: 'edited-applied-migration',
  category: 'order',
  severity: 'warning',
  foundBy: 'layout',
  title: 'A migration that has been applied was edited.',
  why: `The databases that ran it have the old version, new ones get the new one. Some tools notice and refuse to go on, others never run the change.`,
  instead: 'Take the edit back, and make the change in a new migration.',
  noSql: 'the file is put back as it was applied',
  examples: {
    flagged: [{ title: 'a file that differs from what was applied', up: 'CREATE TABLE users (id int)' }],
    allowed: [{ title: 'a file as it was applied', up: 'CREATE TABLE users (id int)' }],
  },
}
