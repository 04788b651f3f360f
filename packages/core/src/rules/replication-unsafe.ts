import type { Rule } from './rule.ts'

export const replicationUnsafe: Rule = {
  id: 'replication-unsafe',
  category: 'compatibility',
  severity: 'warning',
  optIn: true,
  title: 'A replica does something else than its source, or takes far longer.',
  why: `DDL is sent to the replicas as a statement, and so are changes of rows where binlog_format is STATEMENT: what the
statement leaves open each server decides for itself, and their rows differ from then on without an error. Where rows are
sent, a replica has to find each of them again: without a key it reads the whole table for each.`,
  instead: `Say which rows and which values: ORDER BY a unique key beside LIMIT, values computed first. Give the table a
primary key before its rows are changed.`,
  sources: [
    'MySQL 8.0 manual, Determination of Safe and Unsafe Statements in Binary Logging; Replication and AUTO_INCREMENT',
    'measured: MariaDB 10.11, warning 1592 under binlog_format=STATEMENT; DDL under binlog_format=ROW',
  ],
  appliesToNewTables: true,
  defaultOptions: { binlogFormat: 'row' },
  examples: {
    flagged: [
      {
        title: 'a value of its own for each row, in DDL, whatever the format',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN token varchar(36) DEFAULT (uuid())',
        instead: ['ALTER TABLE users ADD COLUMN token varchar(36)'],
      },
      {
        title: 'numbers for the rows of a table without a key',
        dialect: 'mysql',
        given: 'CREATE TABLE events (at datetime)',
        up: 'ALTER TABLE events ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY',
        instead: { noSql: 'the rows are numbered by a program that gives each server the same numbers' },
      },
      {
        title: 'LIMIT without ORDER BY',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, active tinyint)',
        up: 'DELETE FROM users WHERE active = 0 LIMIT 1000',
        options: { binlogFormat: 'statement' },
        instead: 'DELETE FROM users WHERE active = 0 ORDER BY id LIMIT 1000',
      },
      {
        title: 'a function with another value on each server',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, token varchar(36))',
        up: 'UPDATE users SET token = uuid() WHERE token IS NULL',
        options: { binlogFormat: 'statement' },
        instead:
          "UPDATE users SET token = '8f14e45f-ceea-467a-9575-2d3c8a1bb3f1' WHERE id = 1 AND token IS NULL",
      },
      {
        title: 'rows of a table without a key',
        dialect: 'mysql',
        given: 'CREATE TABLE events (at datetime, kind int)',
        up: 'UPDATE events SET kind = 2 WHERE kind = 1',
        instead: ['ALTER TABLE events ADD COLUMN id binary(16)'],
      },
    ],
    allowed: [
      {
        title: 'rows are sent as they are',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, active tinyint)',
        up: 'DELETE FROM users WHERE active = 0 LIMIT 1000',
      },
      {
        title: 'in the order of a key',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, active tinyint)',
        up: 'DELETE FROM users WHERE active = 0 ORDER BY id LIMIT 1000',
        options: { binlogFormat: 'statement' },
      },
      {
        title: 'the time of the statement, which is sent along',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, seen datetime)',
        up: 'UPDATE users SET seen = now() WHERE seen IS NULL',
        options: { binlogFormat: 'statement' },
      },
    ],
  },

  checkAnyOperation(operation, { traits, statement, before, options }) {
    const hazard = traits.replicaHazard?.(operation, statement.text, before)
    if (hazard === undefined) return undefined
    const { binlogFormat } = options
    if (hazard.logged !== 'ddl' && hazard.logged !== binlogFormat) return undefined
    const outcome = hazard.logged === 'row' ? 'Replicas fall behind' : 'Replicas end up with other rows'
    return {
      message: `${outcome}: ${hazard.why}.`,
      ...('table' in operation && operation.table !== undefined ? { objects: [operation.table] } : {}),
    }
  },
}
