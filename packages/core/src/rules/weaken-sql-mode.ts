import type { OperationKind } from '../operations/operation.ts'
import { leavesStrictModeOut } from '../schema/strict-mode.ts'
import type { OperationContext, Rule } from './rule.ts'

export const weakenSqlMode: Rule = {
  id: 'weaken-sql-mode',
  category: 'data-loss',
  severity: 'warning',
  title: 'Strict mode is switched off: errors become silent changes of data.',
  why: `Without STRICT_TRANS_TABLES, MySQL and MariaDB cut strings that are too long, clamp numbers, put '' for an
unknown ENUM member and 0 for NULL, and give a warning that no migration tool shows.`,
  instead: 'Leave the mode alone and correct the rows that do not fit before the statement that meets them.',
  noSql: 'the mode is left alone; which rows to correct is known to the database alone',
  sources: ['MySQL 8.0 manual, Server SQL Modes', 'measured: MariaDB 10.11'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'no mode at all', dialect: 'mysql', up: "SET sql_mode = ''" },
      {
        title: 'a list without a strict mode',
        dialect: 'mariadb',
        up: "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'",
      },
      {
        title: 'taken out of the list',
        dialect: 'mysql',
        up: "SET SESSION sql_mode = (SELECT REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', ''))",
      },
    ],
    allowed: [
      {
        title: 'another mode taken out of the list',
        dialect: 'mysql',
        up: "SET sql_mode = REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', '')",
      },
      {
        title: 'a list with a strict mode',
        dialect: 'mysql',
        up: "SET sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE'",
      },
      {
        title: 'around tables that are made, as in a dump without rows',
        dialect: 'mysql',
        up: `/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
DROP TABLE IF EXISTS users;
CREATE TABLE users (id int);
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;`,
      },
      { title: 'putting an old mode back', dialect: 'mysql', up: 'SET sql_mode = @old_sql_mode' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }, context) {
      if (name !== 'sql_mode' || value === undefined) return undefined
      if (isAroundEmptyTables(context)) return undefined
      if (!leavesStrictModeOut(value)) return undefined
      return {
        message: `SET sql_mode = ${value} switches strict mode off: values that do not fit are changed without an error.`,
      }
    },
  },
}

/** A dump without rows: until the old mode is put back, tables are dropped and made, which no row has to fit. */
function isAroundEmptyTables({ replayedScript: { steps }, step }: OperationContext): boolean {
  const later = steps.slice(steps.indexOf(step) + 1)
  const end = later.findIndex(
    ({ operation }) =>
      operation.kind === 'set-variable' &&
      operation.name === 'sql_mode' &&
      operation.value?.startsWith('@') === true,
  )
  const kinds = later.slice(0, Math.max(end, 0)).map(({ operation }) => operation.kind)
  return end >= 0 && kinds.every(kind => withoutRows.has(kind))
}

/** No routine, trigger or view among them: those keep the mode that they are made under. */
const withoutRows: ReadonlySet<OperationKind> = new Set([
  'create-table',
  'drop-table',
  'set-variable',
  'no-effect',
])
