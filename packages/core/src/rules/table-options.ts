import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const tableOptions: Rule = {
  id: 'table-options',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A table has another engine, character set or collation than the others.',
  why: `Tables of MyISAM and MEMORY know no transaction. utf8mb3 holds no character of four bytes, such as most emoji. Where the
columns of a join differ in their character set, one is converted for each row and its index is of no use; where they have two
collations of one set, and neither is the binary one, the comparison fails (error 1267).`,
  instead: 'Leave the option out, so that the database decides, or write the one that the config names.',
  sources: [
    'MySQL 8.4 manual, Alternative Storage Engines; The utf8mb3 Character Set',
    'MySQL 8.4 manual, Collation Coercibility in Expressions; How MySQL Uses Indexes',
    'measured: MariaDB 10.11: error 1267 for utf8mb4_unicode_ci and utf8mb4_general_ci, none with utf8mb4_bin',
  ],
  // An empty list allows all.
  defaultOptions: { engines: ['InnoDB'], charsets: ['utf8mb4'], collations: [] },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'an engine',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = MyISAM',
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY)',
      },
      {
        title: 'a character set',
        dialect: 'mariadb',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY) DEFAULT CHARSET = latin1',
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY) DEFAULT CHARSET = utf8mb4',
      },
      {
        title: 'a collation that the config does not name',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY) COLLATE = utf8mb4_bin',
        options: { collations: ['utf8mb4_0900_ai_ci'] },
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY) COLLATE = utf8mb4_0900_ai_ci',
      },
    ],
    allowed: [
      { title: 'nothing said', dialect: 'mysql', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
      {
        title: 'as the others',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4',
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, options: said, temporary }, { options }) {
      if (temporary) return undefined
      return [
        ...judge(table, 'engine', said.engine, options.engines),
        ...judge(table, 'character set', said.charset, options.charsets),
        ...judge(table, 'collation', said.collate, options.collations),
      ]
    },
  },
}

function judge(table: string, what: string, value: string | undefined, allowed: unknown): readonly Problem[] {
  const list = Array.isArray(allowed) ? allowed.map(String) : []
  if (value === undefined || list.length === 0) return []
  if (list.some(each => each.toLowerCase() === value.toLowerCase())) return []
  return [{ message: `${table} has the ${what} ${value}, not ${list.join(' or ')}.`, objects: [table] }]
}
