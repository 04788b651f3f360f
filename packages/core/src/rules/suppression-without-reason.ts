import type { Rule } from './rule.ts'

export const suppressionWithoutReason: Rule = {
  id: 'suppression-without-reason',
  category: 'style',
  severity: 'warning',
  foundBy: 'suppressions',
  title: 'A comment silences a finding and does not say why.',
  why: `Whoever reads it later cannot tell whether the hazard was looked at. With suppressions.requireReason in the config
it is an error.`,
  instead:
    'Write the reason after two dashes: -- migration-lint-disable-next-line drop-column -- unused since 2.1.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'no reason',
        given: 'CREATE TABLE users (id int)',
        up: '-- migration-lint-disable-next-line drop-table\nDROP TABLE users',
        instead: `-- migration-lint-disable-next-line drop-table -- archived in users_archive, no release reads it
DROP TABLE users`,
      },
    ],
    allowed: [
      {
        title: 'a reason',
        given: 'CREATE TABLE users (id int)',
        up: '-- migration-lint-disable-next-line drop-table -- empty since release 2.1\nDROP TABLE users',
      },
    ],
  },
}
