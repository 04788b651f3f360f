import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const requiredColumns: Rule = {
  id: 'required-columns',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A new table lacks columns that every table has.',
  why: 'Code, exports and clean-up jobs that go by such columns pass over this table, or fail on it.',
  instead: 'Add the columns.',
  // Off until it is said which: ["created_at", "updated_at"].
  defaultOptions: { columns: [] },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'no created_at',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        options: { columns: ['id', 'created_at'] },
        instead: 'CREATE TABLE users (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())',
      },
    ],
    allowed: [
      {
        title: 'all there',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())',
        options: { columns: ['id', 'created_at'] },
      },
      { title: 'nothing is asked for', up: 'CREATE TABLE users (id bigint PRIMARY KEY)' },
    ],
  },

  checkOperation: {
    'create-table'(
      { table, temporary, likes, asSelect, partitionOf, inherits },
      { options, replayedScript },
    ) {
      const { after } = replayedScript
      const known = after.tables.get(after.semantics.objectKey(table))
      const isOther =
        likes !== undefined || asSelect === true || partitionOf !== undefined || inherits !== undefined
      if (temporary || isOther || known === undefined) return undefined
      const wanted = Array.isArray(options.columns) ? options.columns.map(String) : []
      const missing = wanted.filter(column => !known.columns.has(after.semantics.columnKey(column)))
      if (missing.length === 0) return undefined
      return { message: `${table} has no ${listWords(missing)}.`, objects: [table] }
    },
  },
}
