import type { Rule } from './rule.ts'

export const concurrentlyCorruptsIndex: Rule = {
  id: 'concurrently-corrupts-index',
  category: 'data-loss',
  severity: 'error',
  title: 'This version of the server leaves rows out of an index that is built with CONCURRENTLY.',
  why: `In PostgreSQL 14.0 to 14.3, VACUUM and HOT pruning may remove row versions that the build still needs. The index looks
valid and lacks rows: queries that use it do not find them, and a unique index lets duplicates in.`,
  instead: `Update the server to 14.4 or later first. Indexes that were built so are to be checked with pg_amcheck
--heapallindexed and built again.`,
  noSql: 'the server has to be updated',
  sources: ['PostgreSQL 14.4 release notes'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'an index',
        dbVersion: '14.2',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'built anew',
        dbVersion: '14.0',
        given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
        up: 'REINDEX INDEX CONCURRENTLY users_email',
        transaction: 'none',
      },
    ],
    allowed: [
      {
        title: 'a version with the correction',
        dbVersion: '14.4',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'a version that is not told in full',
        dbVersion: '14',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index, concurrently }, { traits }) {
      if (!concurrently || traits.concurrentIndexesLoseRows === undefined) return undefined
      return {
        message: `${index.name ?? 'The index'} may lack rows of ${index.table}: the server has to be ${traits.concurrentIndexesLoseRows} or later.`,
        objects: [index.table],
      }
    },
    reindex({ name, concurrently }, { traits }) {
      if (!concurrently || traits.concurrentIndexesLoseRows === undefined) return undefined
      return {
        message: `What is built anew for ${name} may lack rows: the server has to be ${traits.concurrentIndexesLoseRows} or later.`,
      }
    },
  },
}
