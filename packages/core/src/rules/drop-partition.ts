import { listWords } from './list-words.ts'
import type { Rule } from './rule.ts'

export const dropPartition: Rule = {
  id: 'drop-partition',
  category: 'data-loss',
  severity: 'error',
  title: 'Dropping or truncating a partition deletes its rows.',
  why: 'All rows of the partition are gone at once, and no down script brings them back.',
  instead: `Copy the partition away first: EXCHANGE PARTITION swaps it with a table that you keep. In PostgreSQL detach it
and drop the table later.`,
  sources: ['MySQL 8.0 manual, Partition Management'],
  examples: {
    flagged: [
      {
        title: 'DROP PARTITION',
        dialect: 'mysql',
        given: `CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION p2020 VALUES LESS THAN (2021))`,
        up: 'ALTER TABLE events DROP PARTITION p2019',
      },
      {
        title: 'TRUNCATE PARTITION',
        dialect: 'mariadb',
        given: `CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION p2020 VALUES LESS THAN (2021))`,
        up: 'ALTER TABLE events TRUNCATE PARTITION p2019',
      },
    ],
    allowed: [
      {
        title: 'a partition added',
        dialect: 'mysql',
        given:
          'CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (PARTITION p2019 VALUES LESS THAN (2020))',
        up: 'ALTER TABLE events ADD PARTITION (PARTITION p2021 VALUES LESS THAN (2022))',
      },
    ],
  },

  checkOperation: {
    'change-partitions'({ table, action, partitions }) {
      if (action !== 'drop' && action !== 'truncate') return undefined
      const names = partitions.length === 0 ? 'the partitions' : listWords(partitions)
      return {
        message: `${action.toUpperCase()} PARTITION deletes every row of ${names} in ${table}.`,
        objects: [table],
      }
    },
  },
}
