import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const attachPartitionWithoutCheck: Rule = {
  id: 'attach-partition-without-check',
  category: 'locking',
  severity: 'warning',
  title: 'ATTACH PARTITION reads every row of the new partition while nobody can use it.',
  why: `PostgreSQL looks whether each row belongs into the partition, under the strongest lock on it. A default partition
is locked and read too, and with it everybody waits who uses the partitioned table.`,
  appliesToNewTables: true,
  instead: `Before it, add a CHECK with the partition's bounds NOT VALID, and validate it in a migration of its own: then no
row is read. For a default partition, a CHECK that excludes the new bounds does the same. Drop the checks afterwards.`,
  sources: ['PostgreSQL manual, ALTER TABLE, ATTACH PARTITION', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2020 (at date NOT NULL);`,
        up: "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        instead: [
          "ALTER TABLE events_2020 ADD CONSTRAINT in_2020 CHECK (at >= '2020-01-01' AND at < '2021-01-01') NOT VALID",
          'ALTER TABLE events_2020 VALIDATE CONSTRAINT in_2020',
          "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
          'ALTER TABLE events_2020 DROP CONSTRAINT in_2020',
        ],
      },
      {
        title: 'a check that was never validated proves nothing',
        given: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events_2020 ADD CONSTRAINT in_2020 CHECK (at >= '2020-01-01' AND at < '2021-01-01') NOT VALID;`,
        up: "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        instead: [
          'ALTER TABLE events_2020 VALIDATE CONSTRAINT in_2020',
          "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
          'ALTER TABLE events_2020 DROP CONSTRAINT in_2020',
        ],
      },
      {
        title: 'an empty table, beside a default partition that is full',
        given: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_other PARTITION OF events DEFAULT;`,
        up: `CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`,
        instead: [
          "ALTER TABLE events_other ADD CONSTRAINT not_2020 CHECK (NOT (at >= '2020-01-01' AND at < '2021-01-01')) NOT VALID",
          'ALTER TABLE events_other VALIDATE CONSTRAINT not_2020',
          `CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`,
        ],
      },
      {
        title: 'a new partition, beside a default one that is full',
        given: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_other PARTITION OF events DEFAULT;`,
        up: "CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        instead: [
          "ALTER TABLE events_other ADD CONSTRAINT not_2020 CHECK (NOT (at >= '2020-01-01' AND at < '2021-01-01')) NOT VALID",
          'ALTER TABLE events_other VALIDATE CONSTRAINT not_2020',
          `CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`,
        ],
      },
      {
        title: 'a check of another column, and one under which the column may be NULL',
        given: `CREATE TABLE events (at date, paid int) PARTITION BY RANGE (at);
CREATE TABLE events_2020 (at date CHECK (at >= '2020-01-01' AND at < '2021-01-01'), paid int CHECK (paid > 0));`,
        up: "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        instead: [
          "ALTER TABLE events_2020 ADD CONSTRAINT in_2020 CHECK (at IS NOT NULL AND at >= '2020-01-01' AND at < '2021-01-01') NOT VALID",
          'ALTER TABLE events_2020 VALIDATE CONSTRAINT in_2020',
          "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
          'ALTER TABLE events_2020 DROP CONSTRAINT in_2020',
        ],
      },
    ],
    allowed: [
      {
        title: 'a check that has been validated',
        given: `CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events_2020 ADD CONSTRAINT in_2020 CHECK (at >= '2020-01-01' AND at < '2021-01-01') NOT VALID;
ALTER TABLE events_2020 VALIDATE CONSTRAINT in_2020;`,
        up: "ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
      },
      {
        title: 'a table that is new in the same deploy',
        given: 'CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at)',
        up: `CREATE TABLE events_2020 (at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`,
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, partitionOf }, { effects }) {
      const read = effects.find(effect => effect.scan === true && effect.blocksReads === true)
      if (partitionOf === undefined || read === undefined) return undefined
      return {
        message: `Nobody can use ${partitionOf} while every row of its default partition ${read.table} is read to make the partition ${table}; one that belongs there stops it.`,
        objects: [partitionOf, read.table],
      }
    },
    'change-partitions'({ table, action }, { effects }) {
      if (action !== 'attach') return undefined
      const read = effects.filter(effect => effect.scan === true && effect.blocksReads === true)
      if (read.length === 0) return undefined
      const tables = [...new Set(read.map(effect => effect.table))]
      return {
        message: `Nobody can use ${listWords(tables)} while every row of ${tables.length === 1 ? 'it' : 'them'} is read to attach a partition to ${table}.`,
        objects: [table, ...tables],
      }
    },
  },
}
