import type { Rule } from './rule.ts'

export const unknownSuppressedRule: Rule = {
  id: 'unknown-suppressed-rule',
  category: 'style',
  severity: 'warning',
  foundBy: 'suppressions',
  title: 'A comment silences a rule that does not exist.',
  why: 'The name is misspelt, or belongs to another tool. The finding that it was meant for is not silenced.',
  instead: 'Correct the name: "migration-lint rules" lists them all.',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a misspelt name',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: '# migration-lint-disable-next-line drop-tabel -- it is empty\nDROP TABLE users',
        instead: {
          up: `# migration-lint-disable-next-line drop-table -- it is empty
DROP TABLE users`,
        },
      },
    ],
    allowed: [
      {
        title: 'a rule that exists',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: '# migration-lint-disable-next-line drop-table -- it is empty\nDROP TABLE users',
      },
    ],
  },
}
