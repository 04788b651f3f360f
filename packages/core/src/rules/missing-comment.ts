import type { Rule } from './rule.ts'

export const missingComment: Rule = {
  id: 'missing-comment',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A new table or column has no comment.',
  why: 'What a column means is then known to whoever wrote it, as long as they are there.',
  instead: 'Write COMMENT ON in the same migration, or COMMENT in MySQL and MariaDB.',
  // Off until it is said what must have one: ["table", "column"].
  defaultOptions: { kinds: [] },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a table',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        options: { kinds: ['table'] },
        instead: `CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'who may log in';`,
      },
      {
        title: 'a column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN rank_value int',
        options: { kinds: ['column'] },
        instead: "ALTER TABLE users ADD COLUMN rank_value int COMMENT 'place in the list'",
      },
    ],
    allowed: [
      {
        title: 'said in the same script',
        up: "CREATE TABLE users (id bigint PRIMARY KEY); COMMENT ON TABLE users IS 'who may log in'",
        options: { kinds: ['table'] },
      },
      {
        title: 'said with the column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: "ALTER TABLE users ADD COLUMN rank_value int COMMENT 'place in the list'",
        options: { kinds: ['column'] },
      },
      { title: 'nothing is asked for', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
    ],
  },

  checkOperation: {
    'create-table'({ table, columns, temporary }, { options, replayedScript: { after } }) {
      const known = after.tables.get(after.semantics.objectKey(table))
      if (temporary || known === undefined) return undefined
      const wanted = kindsOf(options)
      const silent = columns.filter(
        ({ name }) => !known.columns.get(after.semantics.columnKey(name))?.comment,
      )
      return [
        ...(wanted.includes('table') && !known.comment
          ? [{ message: `The table ${table} has no comment.`, objects: [table] }]
          : []),
        ...(wanted.includes('column') ? silent : []).map(({ name }) => ({
          message: `The column ${table}.${name} has no comment.`,
          objects: [`${table}.${name}`],
        })),
      ]
    },
    'add-column'({ table, column }, { options, replayedScript: { after } }) {
      const known = after.tables.get(after.semantics.objectKey(table))
      const isSilent = !known?.columns.get(after.semantics.columnKey(column.name))?.comment
      return isSilent && kindsOf(options).includes('column')
        ? {
            message: `The column ${table}.${column.name} has no comment.`,
            objects: [`${table}.${column.name}`],
          }
        : undefined
    },
  },
}

function kindsOf({ kinds }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(kinds) ? kinds.map(String) : []
}
