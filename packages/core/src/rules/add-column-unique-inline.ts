import { bareName } from '../operations/names.ts'
import { keyFromIndex } from './key-from-index.ts'
import type { Rule } from './rule.ts'
import { sqlName } from './sql-name.ts'

export const addColumnUniqueInline: Rule = {
  id: 'add-column-unique-inline',
  category: 'locking',
  severity: 'warning',
  title: 'A new column with UNIQUE builds its index while nobody can use the table.',
  why: `ADD COLUMN alone takes no time. With UNIQUE or PRIMARY KEY behind it, PostgreSQL reads the whole table for the index
under the strongest lock. With a default the statement fails as soon as there are two rows.`,
  instead: `Add the plain column, build a unique index CONCURRENTLY in a migration of its own, and turn it into a constraint
with ADD CONSTRAINT … UNIQUE USING INDEX.`,
  sources: ['PostgreSQL manual, ALTER TABLE', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'UNIQUE behind the column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text UNIQUE',
      },
      {
        title: 'one value for all rows',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '' UNIQUE",
      },
    ],
    allowed: [
      {
        title: 'the plain column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN email text UNIQUE',
      },
    ],
  },

  checkOperation: {
    'add-column'({ table, column, constraints }, context) {
      const { effects, traits } = context
      const key = constraints.find(({ type }) => type === 'unique' || type === 'primary-key')
      if (key === undefined || !effects.some(effect => effect.blocksReads === true)) return undefined
      const fails = column.default !== undefined && /^(?:'[^']*'|-?\d+|true|false)$/i.test(column.default)
      const name = key.name ?? `${bareName(table)}_${column.name}_key`
      const { default: _, ...plain } = column
      const title = 'Add it empty, fill it, build the index while others work, and make it the key last'
      const sql = `ALTER TABLE ${sqlName(table, traits)} ADD COLUMN ${traits.columnDefinition({ ...plain, nullable: true })};`
      const later = keyFromIndex({ table, name, columns: [column.name], type: 'UNIQUE' }, context)
      return {
        message: fails
          ? `Every row of ${table} gets ${column.default} in the unique column ${column.name}: the statement fails as soon as there are two rows.`
          : `Nobody can use ${table} while the index of the unique column ${column.name} is built.`,
        objects: [`${table}.${column.name}`],
        ...(key.type === 'unique' && { suggestion: { title, sql, later } }),
        ...(fails ? { severity: 'error' } : {}),
      }
    },
  },
}
