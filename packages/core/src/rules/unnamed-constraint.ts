import type { Rule } from './rule.ts'

export const unnamedConstraint: Rule = {
  id: 'unnamed-constraint',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'A constraint or index is left to the server to name.',
  why: `The down script and every later migration must guess the name, which the server chooses by what exists already: it
can differ from one database to the next.`,
  instead: 'Give it a name: ADD CONSTRAINT orders_user_fkey FOREIGN KEY …, CREATE INDEX orders_user ON ….',
  sources: [
    'PostgreSQL manual, CREATE INDEX, name',
    'MySQL 8.4 manual, CREATE TABLE Statement, CONSTRAINT symbol',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'a foreign key',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint)',
        up: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: 'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)',
      },
      {
        title: 'an index',
        given: 'CREATE TABLE orders (user_id bigint)',
        up: 'CREATE INDEX CONCURRENTLY ON orders (user_id)',
        transaction: 'none',
        instead: { up: 'CREATE INDEX CONCURRENTLY orders_user ON orders (user_id)', transaction: 'none' },
      },
    ],
    allowed: [
      {
        title: 'a name',
        given: 'CREATE TABLE orders (user_id bigint)',
        up: 'CREATE INDEX CONCURRENTLY orders_user ON orders (user_id)',
        transaction: 'none',
      },
      {
        title: 'a primary key of MySQL is always called PRIMARY',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id bigint NOT NULL)',
        up: 'ALTER TABLE orders ADD PRIMARY KEY (id)',
      },
    ],
  },

  checkOperation: {
    'add-constraint'({ table, constraint: { name, type, implicitName }, usingIndex }) {
      const isNamed = name !== undefined && implicitName !== true
      if (isNamed || type === 'primary-key' || type === 'not-null' || usingIndex !== undefined)
        return undefined
      return {
        message: `The server chooses the name of the ${type.replace('-', ' ')} constraint of ${table}.`,
        objects: [table],
      }
    },
    'create-index': ({ index: { name, table, implicitName } }) =>
      name === undefined || implicitName === true
        ? { message: `The server chooses the name of the index of ${table}.`, objects: [table] }
        : undefined,
  },
}
