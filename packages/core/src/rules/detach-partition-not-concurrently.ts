import { childTables } from '../schema/child-tables.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { withoutEnd } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

export const detachPartitionNotConcurrently: Rule = {
  id: 'detach-partition-not-concurrently',
  category: 'locking',
  severity: 'warning',
  title: 'DETACH PARTITION without CONCURRENTLY locks the whole partitioned table.',
  why: 'It holds the strongest lock on the table and the partition, and waits for every query on either.',
  instead: 'Use DETACH PARTITION … CONCURRENTLY (PostgreSQL 14 and later), outside a transaction.',
  sources: ['PostgreSQL manual, ALTER TABLE, DETACH PARTITION'],
  examples: {
    flagged: [
      {
        title: 'a partition',
        given: `CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2019 PARTITION OF events FOR VALUES FROM ('2019-01-01') TO ('2020-01-01')`,
        up: 'ALTER TABLE events DETACH PARTITION events_2019',
      },
      {
        title: 'CONCURRENTLY, which a default partition forbids',
        given: `CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2019 PARTITION OF events FOR VALUES FROM ('2019-01-01') TO ('2020-01-01');
CREATE TABLE events_other PARTITION OF events DEFAULT;`,
        up: 'ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY',
        transaction: 'none',
        instead: {
          noSql:
            "with a default partition it locks the table for a moment in any case; SET lock_timeout = '2s' before it bounds the wait",
        },
      },
    ],
    allowed: [
      {
        title: 'CONCURRENTLY',
        given: `CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2019 PARTITION OF events FOR VALUES FROM ('2019-01-01') TO ('2020-01-01')`,
        up: 'ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY',
        transaction: 'none',
      },
      {
        title:
          'the partitioned table goes next: CONCURRENTLY, in a migration before, would only take its rows away earlier',
        given: `CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2019 PARTITION OF events FOR VALUES FROM ('2019-01-01') TO ('2020-01-01')`,
        up: 'ALTER TABLE events DETACH PARTITION events_2019; DROP TABLE events',
      },
    ],
  },

  checkOperation: {
    'change-partitions'({ table, action, partitions, concurrently }, { before, statement, replayedScript }) {
      if (action !== 'detach') return undefined
      // The drop is told, and takes the same lock.
      if (stepsOn(replayedScript.steps, table, 'drop-table').length > 0) return undefined
      const rest = childTables(before, table).find(({ options }) => options['partition bound'] === 'DEFAULT')
      if (concurrently === true) {
        return rest === undefined
          ? undefined
          : {
              message: `The statement fails: CONCURRENTLY is not possible while ${table} has the default partition ${rest.name}.`,
              instead: 'Leave CONCURRENTLY out, and set a lock_timeout.',
              severity: 'error',
              objects: [table],
            }
      }
      return {
        message: `Nobody can use ${table} while ${partitions.join(', ') || 'the partition'} is detached.`,
        ...(rest === undefined
          ? /^\s*alter\b/i.test(statement.text) && {
              suggestion: {
                title: 'Detach it while others work, outside a transaction',
                sql: `${withoutEnd(statement.text)} CONCURRENTLY;`,
                outsideTransaction: true as const,
              },
            }
          : {
              instead: `With the default partition ${rest.name}, CONCURRENTLY is not possible: set a lock_timeout, and try again.`,
            }),
        objects: [table],
      }
    },
  },
}
