import type { IndexPart, ObjectName } from '../operations/column.ts'
import type { Table } from '../schema/schema-state.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { refused } from './wording/refused-size.ts'

export const indexKeyTooLong: Rule = {
  id: 'index-key-too-long',
  category: 'compatibility',
  severity: 'error',
  title: 'The columns of an index are longer than a key may be.',
  why: `The statement fails with error 1071, or 1170 for a TEXT without a prefix, and the deploy with it: InnoDB keeps keys
of up to 3072 bytes, which is 768 characters of utf8mb4. In a table of ROW_FORMAT COMPACT or REDUNDANT each column may
take 767 bytes of it, 191 characters.`,
  instead: 'Index a prefix, column(100), or a shorter column, such as a hash of the value.',
  sources: [
    'MySQL 8.4 manual, InnoDB Limits; CREATE INDEX Statement, Column Prefix Key Parts',
    'measured: MariaDB 10.11 (errors 1071, 1170 and 1709)',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: '1000 characters of four bytes',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, url varchar(1000)) DEFAULT CHARSET = utf8mb4',
        up: 'CREATE INDEX pages_url ON pages (url)',
        instead: 'CREATE INDEX pages_url ON pages (url(191))',
      },
      {
        title: 'a longer column beside another one, in a character set that nothing says',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (id bigint, url varchar(191), PRIMARY KEY (url, id))',
        up: 'ALTER TABLE pages MODIFY url varchar(768) NOT NULL',
        instead: 'ALTER TABLE pages MODIFY url varchar(766) NOT NULL',
      },
      {
        title: 'a TEXT without a prefix',
        dialect: 'mysql',
        up: 'CREATE TABLE pages (id bigint PRIMARY KEY, url text, KEY pages_url (url))',
        instead: 'CREATE TABLE pages (id bigint PRIMARY KEY, url text, KEY pages_url (url(191)))',
      },
      {
        title: 'a longer column, which has a key',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (url varchar(191), KEY pages_url (url)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE pages MODIFY url varchar(1000)',
        instead: 'ALTER TABLE pages MODIFY url varchar(768)',
      },
      {
        title: 'a row format that takes 767 bytes of a column',
        dialect: 'mariadb',
        given: 'CREATE TABLE pages (url varchar(255), KEY pages_url (url)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE pages ROW_FORMAT = COMPACT',
        instead: 'ALTER TABLE pages ROW_FORMAT = DYNAMIC',
      },
      {
        title: 'a primary key of MariaDB',
        dialect: 'mariadb',
        up: 'CREATE TABLE pages (url varchar(800) PRIMARY KEY) DEFAULT CHARSET = utf8mb4',
        instead:
          'CREATE TABLE pages (id bigint PRIMARY KEY, url varchar(800), KEY pages_url (url(191))) DEFAULT CHARSET = utf8mb4',
      },
      {
        title: 'MariaDB shortens no key of several columns',
        dialect: 'mariadb',
        given:
          'CREATE TABLE pages (id bigint PRIMARY KEY, site varchar(500), url varchar(500)) DEFAULT CHARSET = utf8mb4',
        up: 'CREATE INDEX pages_url ON pages (site, url)',
        instead: 'CREATE INDEX pages_url ON pages (site(191), url(191))',
      },
    ],
    allowed: [
      {
        title: 'a prefix',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, url varchar(1000)) DEFAULT CHARSET = utf8mb4',
        up: 'CREATE INDEX pages_url ON pages (url(200))',
      },
      {
        title: 'a prefix in a primary key',
        dialect: 'mysql',
        up: 'CREATE TABLE pages (id bigint, url varchar(1000), PRIMARY KEY (id, url(255))) DEFAULT CHARSET = utf8mb4',
      },
      {
        title: 'one byte each',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, url varchar(1000)) DEFAULT CHARSET = latin1',
        up: 'CREATE INDEX pages_url ON pages (url)',
      },
      {
        title: 'a longer column, of which the key has a prefix',
        dialect: 'mysql',
        given: 'CREATE TABLE pages (url varchar(191), KEY pages_url (url(100))) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE pages MODIFY url varchar(1000)',
      },
      {
        title: 'MariaDB shortens the key that is there by itself',
        dialect: 'mariadb',
        given: 'CREATE TABLE pages (url varchar(191), KEY pages_url (url)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE pages MODIFY url varchar(1000)',
      },
      {
        title: 'MariaDB takes a prefix by itself',
        dialect: 'mariadb',
        given: 'CREATE TABLE pages (id bigint PRIMARY KEY, url text)',
        up: 'CREATE INDEX pages_url ON pages (url)',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index }, context) {
      return index.variant === undefined
        ? judge(index.table, index.parts, index.unique, false, context)
        : undefined
    },
    'add-constraint'({ table, constraint }, context) {
      if (constraint.type !== 'primary-key' && constraint.type !== 'unique') return undefined
      if (keyWithPrefix.test(context.statement.text)) return undefined
      return judge(table, plain(constraint.columns), true, constraint.type === 'primary-key', context)
    },
    'create-table'({ table, constraints, indexes }, context) {
      return [
        ...constraints.flatMap(constraint =>
          (constraint.type === 'primary-key' || constraint.type === 'unique') &&
          !keyWithPrefix.test(context.statement.text)
            ? (judge(table, plain(constraint.columns), true, constraint.type === 'primary-key', context) ??
              [])
            : [],
        ),
        ...indexes.flatMap(index =>
          index.variant === undefined ? (judge(table, index.parts, index.unique, false, context) ?? []) : [],
        ),
      ]
    },
    'change-column': ({ table }, context) => judgeKept(table, context),
    'convert-charset': ({ table }, context) => judgeKept(table, context),
    'set-table-option': ({ table }, context) => judgeKept(table, context),
  },
}

/** The keys that the table has, of which the change makes one longer than it may be. */
function judgeKept(name: ObjectName, context: OperationContext): readonly Problem[] {
  const { tableBefore, tableAfter, traits } = context
  const [known, table] = [tableBefore(name), tableAfter(name)]
  if (known === undefined || table === undefined || traits.refusedIndex === undefined) return []
  const keys = (of: Table) => [
    ...of.constraints.flatMap(each =>
      each.type === 'primary-key' || each.type === 'unique'
        ? [{ parts: plain(each.columns), unique: true, isPrimary: each.type === 'primary-key' }]
        : [],
    ),
    ...of.indexes.flatMap(each =>
      each.variant === undefined ? [{ parts: each.parts, unique: each.unique, isPrimary: false }] : [],
    ),
  ]
  const before = keys(known)
  return keys(table).flatMap(({ parts, unique, isPrimary }, place) => {
    const old = before[place]
    const wasRefused = old && traits.refusedIndex?.(old, known, old.isPrimary) !== undefined
    return wasRefused === true ? [] : (judge(name, parts, unique, isPrimary, context) ?? [])
  })
}

/** A key keeps its columns, not the lengths of their prefixes: how long this one is, is not known. */
const keyWithPrefix = /\b(?:primary\s+key|unique)\b[^()]{0,100}\([^()]{0,400}\(\s*\d{1,5}\s*\)/i

function plain(columns: readonly string[]): readonly IndexPart[] {
  return columns.map(column => ({ column }))
}

function judge(
  name: ObjectName,
  parts: readonly IndexPart[],
  unique: boolean,
  isPrimary: boolean,
  { tableAfter, traits }: OperationContext,
): Problem | undefined {
  const table = tableAfter(name)
  const refusal = table && traits.refusedIndex?.({ parts, unique }, table, isPrimary)
  if (refusal === undefined) return undefined
  const list = parts.map(({ column, expression }) => column ?? expression ?? '').join(', ')
  return { ...refused(`The key of ${name} on (${list})`, refusal), objects: [name] }
}
