import { describeType } from '../operations/describe-parts.ts'
import { columnIn } from './names/known-columns.ts'
import type { Rule } from './rule.ts'

export const sessionZoneConversion: Rule = {
  id: 'session-zone-conversion',
  category: 'data-loss',
  severity: 'warning',
  title: 'Times are converted by the time_zone of the session that runs the migration.',
  why: `A TIMESTAMP is a point in time, a DATETIME what a clock shows. The change writes down what the clock of the session shows,
and nothing tells afterwards which zone that was: run from another machine or by another tool, the same migration leaves
other values, and code that reads them in its own time_zone sees them shifted.`,
  instead: `Say the zone in the script: SET time_zone = '+00:00' before, and set it back behind. Let the code that reads the column
read it in that zone from the same release on.`,
  sources: ['MySQL 8.4 manual, The DATE, DATETIME, and TIMESTAMP Types', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a point in time becomes what the clock of the session shows',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (id int PRIMARY KEY, at timestamp NULL)',
        up: 'ALTER TABLE visits MODIFY at datetime',
        instead: `SET @old_zone = @@time_zone;
SET time_zone = '+00:00';
ALTER TABLE visits MODIFY at datetime;
SET time_zone = @old_zone;`,
      },
    ],
    allowed: [
      {
        title: 'in a zone that the script says',
        dialect: 'mariadb',
        given: 'CREATE TABLE visits (id int PRIMARY KEY, at timestamp NULL)',
        up: `SET @old_zone = @@time_zone;
SET time_zone = '+00:00';
ALTER TABLE visits MODIFY at datetime;
SET time_zone = @old_zone;`,
      },
      {
        title: 'more places behind the second',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (id int PRIMARY KEY, at timestamp NULL)',
        up: 'ALTER TABLE visits MODIFY at timestamp(3) NULL',
      },
    ],
  },

  checkOperation: {
    'change-column'({ table, column, to }, { before, traits, isNewColumn }) {
      const from = columnIn(before, table, column)?.type
      if (from === undefined || to.type === undefined || isNewColumn(table, column)) return undefined
      if (traits.typeChange(from, to.type).bySessionZone !== true) return undefined
      if (isZone(before.sessionVariables?.get('time_zone'))) return undefined
      const becomes = to.type.name === 'timestamp' ? 'is taken for' : 'becomes'
      return {
        message: `${table}.${to.name} changes from ${describeType(from)} to ${describeType(to.type)}: each value ${becomes} what the clock shows in the time_zone of the session, which the script does not set.`,
        objects: [`${table}.${to.name}`],
      }
    },
  },
}

/** SYSTEM, and what a variable holds, is another one elsewhere. */
function isZone(value: string | undefined): boolean {
  return value !== undefined && !/^'?(?:system|default)'?$|@/i.test(value)
}
