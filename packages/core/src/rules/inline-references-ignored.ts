import type { DialectTraits } from '../dialects/dialect.ts'
import { writeConstraint } from '../dialects/writing/write-constraint.ts'
import type { Constraint, ObjectName } from '../operations/column.ts'
import { columnsOf } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const inlineReferencesIgnored: Rule = {
  id: 'inline-references-ignored',
  category: 'compatibility',
  severity: 'warning',
  title: 'REFERENCES behind a column is read and ignored: there is no foreign key.',
  why: `MySQL before version 9 accepts it without a warning and makes nothing of it. Rows without a parent get in, and
whoever reads the migration believes that they cannot.`,
  instead: 'Write the foreign key on its own: FOREIGN KEY (column) REFERENCES table (column).',
  sources: [
    'MySQL 8.0 manual, FOREIGN KEY Constraint Differences',
    'MySQL 9.0.0 release notes (WL#16130, WL#16131): from there on they make keys',
    'measured: MySQL 9.7, #add-col-references-inline',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'in CREATE TABLE',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))',
        instead:
          'CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'behind a new column',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN team_id int REFERENCES teams (id) ON DELETE SET NULL',
        instead: { noSql: 'the foreign key comes in a migration of its own, of which add-foreign-key tells' },
      },
    ],
    allowed: [
      {
        title: 'on its own',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))',
      },
      {
        title: 'MySQL 9 makes the key',
        dialect: 'mysql',
        dbVersion: '9.1',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))',
      },
      {
        title: 'MariaDB makes the key',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))',
      },
    ],
  },

  checkOperation: {
    'create-table': ({ table, ignoredReferences }, { traits }) => ignored(table, ignoredReferences, traits),
    'add-column': ({ table, ignoredReferences }, { traits }) => ignored(table, ignoredReferences, traits),
  },
}

/** Without a name: the server gives one. */
function written({ name: _, ...constraint }: Constraint, { quote }: DialectTraits): string {
  return writeConstraint(constraint, { quote })
}

function ignored(
  table: ObjectName,
  ignoredReferences: readonly Constraint[] = [],
  traits: DialectTraits,
): Problem | undefined {
  if (ignoredReferences.length === 0) return undefined
  const names = ignoredReferences.flatMap(columnsOf).map(column => `${table}.${column}`)
  return {
    message: `MySQL up to 8.4 ignores REFERENCES behind ${listWords(names)}: no foreign key is made. MySQL 9 and MariaDB make one.`,
    instead: `Write ${names.length === 1 ? 'the foreign key' : 'each foreign key'} on its own: ${ignoredReferences.map(each => written(each, traits)).join(', ')}.`,
    objects: names,
  }
}
