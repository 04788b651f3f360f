import type { Constraint, ObjectName } from '../operations/column.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const deferrableConstraint: Rule = {
  id: 'deferrable-constraint',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A unique or primary key is DEFERRABLE.',
  why: `INSERT … ON CONFLICT cannot use it, no foreign key can refer to it, and an error that waits for COMMIT does not say
which statement it is about.`,
  instead: 'Leave DEFERRABLE out, unless a transaction must swap values of the key.',
  sources: ['PostgreSQL manual, CREATE TABLE, DEFERRABLE; INSERT, ON CONFLICT Clause'],
  examples: {
    flagged: [
      {
        title: 'a unique constraint',
        given: 'CREATE TABLE steps (id bigint PRIMARY KEY, place int)',
        up: 'ALTER TABLE steps ADD CONSTRAINT steps_place UNIQUE (place) DEFERRABLE INITIALLY DEFERRED',
        instead: [
          { up: 'CREATE UNIQUE INDEX CONCURRENTLY steps_place ON steps (place)', transaction: 'none' },
          'ALTER TABLE steps ADD CONSTRAINT steps_place UNIQUE USING INDEX steps_place',
        ],
      },
      {
        title: 'in a new table',
        up: 'CREATE TABLE steps (id bigint PRIMARY KEY DEFERRABLE)',
        instead: 'CREATE TABLE steps (id bigint PRIMARY KEY)',
      },
    ],
    allowed: [
      { title: 'checked at once', up: 'CREATE TABLE steps (id bigint PRIMARY KEY, place int UNIQUE)' },
      {
        title: 'a foreign key: rows that refer to each other need it',
        given: 'CREATE TABLE steps (id bigint PRIMARY KEY, next bigint)',
        up: 'ALTER TABLE steps ADD CONSTRAINT steps_next FOREIGN KEY (next) REFERENCES steps (id) DEFERRABLE NOT VALID',
      },
    ],
  },

  checkOperation: {
    'add-constraint': ({ table, constraint }) => judge(table, [constraint]),
    'create-table': ({ table, constraints }) => judge(table, constraints),
    'add-column': ({ table, constraints }) => judge(table, constraints),
  },
}

function judge(table: ObjectName, constraints: readonly Constraint[]): readonly Problem[] {
  return constraints
    .filter(
      ({ type, deferrable }) => deferrable !== undefined && (type === 'unique' || type === 'primary-key'),
    )
    .map(({ type }) => ({
      message: `A deferrable ${type === 'unique' ? 'unique constraint' : 'primary key'} of ${table} serves no ON CONFLICT and no foreign key.`,
      objects: [table],
    }))
}
