import type { Rule } from './rule.ts'

export const addExclusionConstraint: Rule = {
  id: 'add-exclusion-constraint',
  category: 'locking',
  severity: 'warning',
  title: 'Adding an exclusion constraint builds its index while nobody can use the table.',
  why: `PostgreSQL holds the strongest lock until the index is built and every row has been compared. There is no NOT VALID
for it, and no index that was built before can be used.`,
  instead: `Do it while the application is stopped, or put the constraint on a new table, copy the rows in batches, and change to it as table-swap says.`,
  noSql: 'PostgreSQL has neither NOT VALID nor USING INDEX for it',
  sources: ['PostgreSQL manual, CREATE TABLE, EXCLUDE', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE bookings (room int, during tstzrange)',
        up: 'ALTER TABLE bookings ADD CONSTRAINT one_guest EXCLUDE USING gist (during WITH &&)',
      },
    ],
    allowed: [
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE bookings (during tstzrange); ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&)',
      },
    ],
  },

  checkOperation: {
    'add-constraint'({ table, constraint }, { effects }) {
      if (constraint.type !== 'exclusion' || !effects.some(effect => effect.blocksReads === true))
        return undefined
      return {
        message: `Nobody can use ${table} while its rows are compared and the index of ${constraint.name ?? 'the constraint'} is built.`,
        objects: [table],
      }
    },
  },
}
