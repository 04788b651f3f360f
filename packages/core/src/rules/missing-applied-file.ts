import type { Rule } from './rule.ts'

export const missingAppliedFile: Rule = {
  id: 'missing-applied-file',
  category: 'order',
  severity: 'error',
  foundBy: 'layout',
  title: 'The history names a migration that has no file.',
  why: `The tool refuses to run anything, or a rollback cannot undo that migration. The schema that the other migrations meet is not known here.`,
  instead: 'Bring the file back, from the branch or the release that applied it.',
  noSql: 'the file is brought back',
  examples: {
    flagged: [{ title: 'the history has 0007_carts, the folder has not', up: 'CREATE TABLE users (id int)' }],
    allowed: [{ title: 'every applied migration has its file', up: 'CREATE TABLE users (id int)' }],
  },
}
