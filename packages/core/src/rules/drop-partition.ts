import { bareName, besideName } from '../operations/names.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropPartition: Rule = {
  id: 'drop-partition',
  category: 'data-loss',
  severity: 'error',
  title: 'The rows of a partition are deleted, or leave the table.',
  why: `DROP and TRUNCATE PARTITION delete all its rows at once, and no down script brings them back. EXCHANGE PARTITION
swaps them with the rows of another table, and CONVERT PARTITION makes a table of them: queries on the partitioned table do
not find them any more.`,
  instead: `Copy its rows into a table that you keep first: CREATE TABLE kept AS SELECT * FROM t PARTITION (p). In PostgreSQL detach it
and drop the table later.`,
  sources: [
    'MySQL 8.4 manual, Management of RANGE and LIST Partitions',
    'MySQL 8.4 manual, Exchanging Partitions and Subpartitions with Tables',
    'measured: MariaDB 10.11',
  ],
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
      {
        title: 'EXCHANGE PARTITION with a table that holds rows',
        dialect: 'mysql',
        given: `CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION p2020 VALUES LESS THAN (2021));
CREATE TABLE events_2019 (id int, y int);`,
        up: 'ALTER TABLE events EXCHANGE PARTITION p2019 WITH TABLE events_2019',
        instead: {
          noSql: 'the rows leave the table in any form of it: queries have to look in both tables first',
        },
      },
      {
        title: 'EXCHANGE PARTITION with a new table, which is dropped',
        dialect: 'mysql',
        given: `CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION p2020 VALUES LESS THAN (2021))`,
        up: `CREATE TABLE events_2019 (id int, y int);
ALTER TABLE events EXCHANGE PARTITION p2019 WITH TABLE events_2019;
DROP TABLE events_2019;`,
        instead: { noSql: 'the table stays until nobody needs the rows, and goes in a later release' },
      },
      {
        title: 'CONVERT PARTITION',
        dialect: 'mariadb',
        given: `CREATE TABLE events (id int, y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION p2020 VALUES LESS THAN (2021))`,
        up: 'ALTER TABLE events CONVERT PARTITION p2019 TO TABLE events_2019',
        instead: {
          noSql: 'the rows leave the table in any form of it: queries have to look in both tables first',
        },
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
    'change-partitions'({ table, action, partitions }, context) {
      const { traits } = context
      const names = partitions.length === 0 ? 'the partitions' : listWords(partitions)
      const dropped = action === 'exchange' ? droppedWithRows(context) : undefined
      if (dropped !== undefined) {
        return {
          message: `The rows of ${names} go into ${dropped.operation.table}, which line ${dropped.location.line} drops: they are deleted.`,
          instead: `Leave ${dropped.operation.table} there until nobody needs the rows, and drop it in a later release.`,
          objects: [table],
        }
      }
      if (action === 'exchange' || (action === 'convert' && !traits.transactionalDdl)) {
        const where =
          action === 'exchange' ? 'are swapped with those of another table' : 'become a table of their own'
        return {
          message: `The rows of ${names} ${where}: queries on ${table} do not find them any more.`,
          severity: 'warning',
          objects: [table],
        }
      }
      if (action !== 'drop' && action !== 'truncate') return undefined
      const kept = besideName(table, `${bareName(table)}_${partitions.join('_')}`)
      const copy = `CREATE TABLE ${sqlName(kept, traits)} AS SELECT * FROM ${sqlName(table, traits)} PARTITION (${partitions.map(each => traits.quote(each)).join(', ')});`
      return {
        message: `${action.toUpperCase()} PARTITION deletes every row of ${names} in ${table}.`,
        objects: [table],
        ...(partitions.length > 0 && {
          suggestion: { title: 'Keep its rows first, and let it go in a later release', sql: copy },
        }),
      }
    },
  },
}

/** The table that EXCHANGE PARTITION names is dropped behind it. */
function droppedWithRows({ statement, step, replayedScript: { steps } }: OperationContext) {
  const [, name] = /\bexchange\s+partition\s+\S+\s+with\s+table\s+([^\s;,]+)/i.exec(statement.text) ?? []
  return name === undefined
    ? undefined
    : stepsOn(steps, name.replaceAll('`', ''), 'drop-table').find(each => isBefore(steps, step, each))
}
