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
    ],
    allowed: [
      {
        title: 'CONCURRENTLY',
        given: `CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2019 PARTITION OF events FOR VALUES FROM ('2019-01-01') TO ('2020-01-01')`,
        up: 'ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'change-partitions'({ table, action, partitions, concurrently }) {
      if (action !== 'detach' || concurrently === true) return undefined
      return {
        message: `Nobody can use ${table} while ${partitions.join(', ') || 'the partition'} is detached.`,
        objects: [table],
      }
    },
  },
}
