import type { Index } from '../operations/column.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { columnIn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const ivfflatBeforeRows: Rule = {
  id: 'ivfflat-before-rows',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'An ivfflat index of pgvector is built before the table has rows.',
  why: 'It learns its lists from the rows that are there: built on none, it finds the wrong neighbours of those that come.',
  instead: 'Build it after the rows are loaded, or write hnsw, which needs none.',
  sources: ['pgvector, README, IVFFlat: create the index after the table has some data'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'with its table',
        up: 'CREATE TABLE items (id bigint PRIMARY KEY, place vector(3)); CREATE INDEX near ON items USING ivfflat (place vector_l2_ops)',
        instead:
          'CREATE TABLE items (id bigint PRIMARY KEY, place vector(3)); CREATE INDEX near ON items USING hnsw (place vector_l2_ops)',
      },
      {
        title: 'with its column',
        given: 'CREATE TABLE items (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE items ADD COLUMN place vector(3); CREATE INDEX near ON items USING ivfflat (place vector_l2_ops)',
        instead:
          'ALTER TABLE items ADD COLUMN place vector(3); CREATE INDEX near ON items USING hnsw (place vector_l2_ops)',
      },
    ],
    allowed: [
      {
        title: 'a new column that is filled first',
        given: 'CREATE TABLE items (id bigint PRIMARY KEY, text text)',
        up: `ALTER TABLE items ADD COLUMN place vector(3); UPDATE items SET place = embed(text);
CREATE INDEX near ON items USING ivfflat (place vector_l2_ops);`,
      },
      {
        title: 'hnsw',
        up: 'CREATE TABLE items (id bigint PRIMARY KEY, place vector(3)); CREATE INDEX near ON items USING hnsw (place vector_l2_ops)',
      },
      {
        title: 'a table with rows',
        given: 'CREATE TABLE items (id bigint PRIMARY KEY, place vector(3))',
        up: 'CREATE INDEX CONCURRENTLY near ON items USING ivfflat (place vector_l2_ops)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index }, context) {
      const { table, method } = index
      if (method !== 'ivfflat') return undefined
      if (context.isNew(table)) {
        return {
          message: `${table} has no rows yet from which the index could learn its lists.`,
          objects: [table],
        }
      }
      const column = emptyColumn(index, context)
      return column === undefined
        ? undefined
        : {
            message: `${table}.${column} has no values yet from which the index could learn its lists.`,
            objects: [`${table}.${column}`],
          }
    },
  },
}

/** New in this deploy, and NULL in every row as far as the script says. */
function emptyColumn({ table, parts }: Index, context: OperationContext): string | undefined {
  const [name] = parts.flatMap(part => part.column ?? [])
  if (name === undefined || !context.isNewColumn(table, name)) return undefined
  const column = columnIn(context.before, table, name)
  if (column === undefined || column.default !== undefined || column.generated !== undefined) return undefined
  const writes = stepsOn(context.replayedScript.steps, table, 'update-rows', 'insert-rows')
  return writes.some(each => isBefore(context.replayedScript.steps, each, context.step)) ? undefined : name
}
