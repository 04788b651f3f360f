import type { Rule } from './rule.ts'

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
    ],
    allowed: [
      {
        title: 'a list with a strict mode',
        dialect: 'mysql',
        up: "SET sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE'",
      },
      { title: 'putting an old mode back', dialect: 'mysql', up: 'SET sql_mode = @old_sql_mode' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }) {
      if (name !== 'sql_mode' || value === undefined) return undefined
      if (/[@(]|strict_|traditional|default/i.test(value)) return undefined
      return {
        message: `SET sql_mode = ${value} switches strict mode off: values that do not fit are changed without an error.`,
      }
    },
  },
}
