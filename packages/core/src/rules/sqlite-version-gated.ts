import type { Rule } from './rule.ts'

export const sqliteVersionGated: Rule = {
  id: 'sqlite-version-gated',
  category: 'compatibility',
  severity: 'error',
  title: 'The statement needs a newer SQLite than the one that is deployed to.',
  why: `SQLite comes with the driver or the operating system, so that the version in production is often another one than on
the desk. An older one stops with a syntax error, and the deploy with it.`,
  instead: `Say the version in production with --db-version, and update the driver first. Or build the table anew, which every
version can: create, copy, drop, rename.`,
  sources: ['SQLite release history, 3.25.0, 3.31.0, 3.35.0, 3.37.0, 3.53.0', 'measured: SQLite 3.50.4'],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'DROP COLUMN before 3.35',
        dialect: 'sqlite',
        dbVersion: '3.34.1',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users DROP COLUMN age',
      },
      {
        title: 'STRICT before 3.37',
        dialect: 'sqlite',
        dbVersion: '3.36.0',
        up: 'CREATE TABLE users (id INTEGER PRIMARY KEY) STRICT',
      },
      {
        title: 'SET NOT NULL before 3.53, also where no version is given',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users ALTER COLUMN age SET NOT NULL',
      },
    ],
    allowed: [
      {
        title: 'a version that has it',
        dialect: 'sqlite',
        dbVersion: '3.53.1',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users ALTER COLUMN age SET NOT NULL',
      },
      {
        title: 'DROP COLUMN today',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER)',
        up: 'ALTER TABLE users DROP COLUMN age',
      },
    ],
  },

  checkAnyOperation(operation, { traits, statement }) {
    // The tool builds the table anew, which every version can.
    if (statement.rebuildsTable !== undefined) return undefined
    const missing = traits.missingFeature?.(operation)
    if (missing === undefined) return undefined
    return {
      message: `${missing.feature} needs SQLite ${missing.since}: an older one stops here with a syntax error.`,
      ...('table' in operation && operation.table !== undefined ? { objects: [operation.table] } : {}),
    }
  },
}
