import type { Rule } from './rule.ts'

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
    ],
    allowed: [
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
    'create-index': ({ index: { table, method } }, { isNew }) =>
      method === 'ivfflat' && isNew(table)
        ? {
            message: `${table} has no rows yet from which the index could learn its lists.`,
            objects: [table],
          }
        : undefined,
  },
}
