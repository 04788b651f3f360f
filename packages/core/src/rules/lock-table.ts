import type { Rule } from './rule.ts'

export const lockTable: Rule = {
  id: 'lock-table',
  category: 'locking',
  severity: 'warning',
  title: 'LOCK TABLE keeps others from the table until the script is done with it.',
  why: `The lock is held until the transaction ends, in MySQL and MariaDB until UNLOCK TABLES, however long the statements
between take. And it waits for everybody who uses the table, with all later queries waiting behind it.`,
  instead: `Leave it out: each statement takes the lock that it needs. Where two statements must see the same rows, keep the
transaction short and set a lock_timeout first.`,
  sources: ['PostgreSQL manual, LOCK', 'MySQL 8.0 manual, LOCK TABLES'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the strongest lock, which is the default',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users',
      },
      {
        title: 'a lock that stops writers',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLES users WRITE; UPDATE users SET id = id + 1 WHERE id > 5; UNLOCK TABLES',
      },
    ],
    allowed: [
      {
        title: 'a lock that stops neither readers nor writers',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users IN ROW EXCLUSIVE MODE',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int); LOCK TABLES users WRITE; INSERT INTO users VALUES (1); UNLOCK TABLES',
      },
    ],
  },

  checkOperation: {
    'lock-table'({ table, mode }, { effects }) {
      const blocking = effects.find(effect => effect.blocksReads === true || effect.blocksWrites === true)
      if (blocking === undefined) return undefined
      const what = blocking.blocksReads === true ? 'read or write' : 'write to'
      return {
        message: `Nobody else can ${what} ${table} while the lock (${mode.toUpperCase()}) is held.`,
        objects: [table],
      }
    },
  },
}
