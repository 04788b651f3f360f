import type { Rule } from './rule.ts'

export const tooManyIndexes: Rule = {
  id: 'too-many-indexes',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A table has many indexes, or an index many columns.',
  why: `Every INSERT, and most UPDATEs, write to each index of the table. Behind the third column an index hardly finds rows
any better and only grows.`,
  instead: 'Ask the server which indexes are read, and drop those that are not.',
  sources: ['PostgreSQL manual, 11.3 Multicolumn Indexes', 'MySQL 8.4 manual, Optimization and Indexes'],
  defaultOptions: { indexes: 10, columns: 3 },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'more than the config allows',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, KEY a (a))',
        up: 'CREATE INDEX b ON users (b)',
        options: { indexes: 1 },
        instead: { noSql: 'which index nobody reads is in sys.schema_unused_indexes of the server' },
      },
      {
        title: 'four columns',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, c int, d int)',
        up: 'CREATE INDEX CONCURRENTLY all_of_it ON users (a, b, c, d)',
        transaction: 'none',
        instead: { up: 'CREATE INDEX CONCURRENTLY most_of_it ON users (a, b, c)', transaction: 'none' },
      },
    ],
    allowed: [
      {
        title: 'a unique index has the columns that it must have',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, a int NOT NULL, b int, c int, d int)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY all_of_it ON users (a, b, c, d)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index }, { options, tableAfter }) {
      const known = tableAfter(index.table)?.indexes.length ?? 1
      const [indexes, columns] = [Number(options.indexes), Number(options.columns)]
      const objects = [index.table]
      return [
        // Said once, of the one that is too many.
        ...(known === indexes + 1
          ? [
              {
                message: `This is index ${known} of ${index.table}: more than ${indexes}.`,
                objects,
              },
            ]
          : []),
        ...(!index.unique && index.parts.length > columns
          ? [
              {
                message: `The index has ${index.parts.length} columns: more than ${columns}.`,
                objects,
              },
            ]
          : []),
      ]
    },
  },
}
