import type { Rule } from './rule.ts'

export const replaceInto: Rule = {
  id: 'replace-into',
  category: 'data-loss',
  severity: 'warning',
  title: 'REPLACE deletes the rows that are in the way.',
  why: `A row with the same key is deleted and a new one inserted: columns that the statement does not name get their
defaults, and ON DELETE CASCADE deletes the rows that refer to it.`,
  instead: 'Use INSERT … ON DUPLICATE KEY UPDATE in MySQL, INSERT … ON CONFLICT DO UPDATE in SQLite.',
  sources: ['MySQL 8.0 manual, REPLACE Statement', 'SQLite, The ON CONFLICT Clause, REPLACE'],
  examples: {
    flagged: [
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name varchar(50), value varchar(50))',
        up: "REPLACE INTO settings (id, name) VALUES (1, 'theme')",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT)',
        up: "INSERT OR REPLACE INTO settings (id, name) VALUES (1, 'theme')",
      },
      {
        title: 'UPDATE OR REPLACE',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT UNIQUE)',
        up: "UPDATE OR REPLACE settings SET name = 'theme' WHERE id = 1",
      },
    ],
    allowed: [
      {
        title: 'INSERT',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name varchar(50))',
        up: "INSERT INTO settings (id, name) VALUES (1, 'theme')",
      },
    ],
  },

  checkOperation: {
    'update-rows': ({ table, replace }) =>
      replace === true
        ? { message: `Rows of ${table} in the way of the new value are deleted.`, objects: [table] }
        : undefined,
    'insert-rows': ({ table, replace }) =>
      replace
        ? {
            message: `A row of ${table} with the same key is deleted, with the columns that are not named here.`,
            objects: [table],
          }
        : undefined,
  },
}
