import type { Rule } from './rule.ts'

export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  category: 'style',
  severity: 'warning',
  foundBy: 'suppressions',
  title: 'A comment silences a rule that says nothing there.',
  why: `It was written for a hazard that is gone, or it stands in the wrong line. It would hide the next one without
anybody having looked at it.`,
  instead: 'Take the comment away, or move it to the statement that it is about.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'nothing to silence',
        up: '-- migration-lint-disable-next-line drop-table -- it is empty\nCREATE TABLE users (id int)',
        instead: 'CREATE TABLE users (id int)',
      },
    ],
    allowed: [
      {
        title: 'a finding that it silences',
        given: 'CREATE TABLE users (id int)',
        up: '-- migration-lint-disable-next-line drop-table -- it is empty\nDROP TABLE users',
      },
    ],
  },
}
