import { bareName } from '../operations/names.ts'
import { scansUnderLock, waiting } from './blocked-table.ts'
import { validation } from './not-valid.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const addColumnCheckInline: Rule = {
  id: 'add-column-check-inline',
  category: 'locking',
  severity: 'warning',
  title: 'A new column with CHECK reads the whole table while others wait.',
  why: `ADD COLUMN alone takes no time. With a CHECK behind it, PostgreSQL tests every row under the strongest lock, although
the value is the same in all of them.`,
  instead: `Add the plain column, then the CHECK as a constraint NOT VALID, and VALIDATE CONSTRAINT in another migration.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'CHECK behind the column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int CHECK (age >= 18)',
      },
    ],
    allowed: [
      {
        title: 'the column first, the check NOT VALID',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN age int;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;`,
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN age int CHECK (age >= 18)',
      },
    ],
  },

  checkOperation: {
    'add-column'({ table, column, constraints }, { effects, traits }) {
      const check = constraints.find(({ type }) => type === 'check')
      if (traits.laterValidation !== true || check?.type !== 'check') return undefined
      if (!scansUnderLock(effects)) return undefined
      const on = sqlName(table, traits)
      const name = check.name ?? `${bareName(table)}_${column.name}_check`
      const title = 'Add the plain column, then the CHECK without looking at the rows, and validate it last'
      const sql = `ALTER TABLE ${on} ADD COLUMN ${traits.columnDefinition(column)};`
      const later = [
        `ALTER TABLE ${on} ADD CONSTRAINT ${traits.quote(name)} CHECK (${check.expression}) NOT VALID;`,
        validation(table, name, traits),
      ].map(each => ({ sql: each }))
      return {
        message: `Every row of ${table} is tested for the CHECK of ${column.name}, and ${waiting(effects)} get through meanwhile.`,
        objects: [`${table}.${column.name}`],
        ...(constraints.length === 1 && { suggestion: { title, sql, later } }),
      }
    },
  },
}
