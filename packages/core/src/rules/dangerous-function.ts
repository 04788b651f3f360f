import { type TextToken, textTokens } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

/** What each does that a migration should not. */
const functions: Readonly<Record<string, string>> = {
  sleep: 'waits, with every lock of the migration held',
  pg_sleep: 'waits, with every lock of the migration held',
  pg_sleep_for: 'waits, with every lock of the migration held',
  pg_sleep_until: 'waits, with every lock of the migration held',
  benchmark: 'keeps the server busy',
  load_file: 'reads a file of the server',
  pg_read_file: 'reads a file of the server',
  pg_read_binary_file: 'reads a file of the server',
  pg_ls_dir: 'lists files of the server',
  lo_import: 'reads a file of the server',
  lo_export: 'writes a file of the server',
  pg_terminate_backend: 'ends sessions of others',
  pg_cancel_backend: 'stops statements of others',
  dblink: 'runs SQL on another server, outside of the transaction',
  dblink_exec: 'runs SQL on another server, outside of the transaction',
  sys_exec: 'runs a program on the server',
  sys_eval: 'runs a program on the server',
  xp_cmdshell: 'runs a program on the server',
  load_extension: 'loads code into the process of the application',
  readfile: 'reads a file',
  writefile: 'writes a file',
}

export const dangerousFunction: Rule = {
  id: 'dangerous-function',
  category: 'security',
  severity: 'warning',
  title: 'A function reaches outside of the database, or holds it up.',
  why: `A migration runs with many rights and, in production, with everybody waiting. Files, other servers and other sessions
are not put back by a rollback.`,
  instead: 'Take the call out; do such work in a script that is run and watched by a person.',
  noSql: 'it is left out, and done by a person who watches it',
  sources: [
    'PostgreSQL manual, System Administration Functions; Delaying Execution; Server-Side Functions (large objects)',
    'MySQL 8.4 manual, String Functions and Operators, LOAD_FILE(); Miscellaneous Functions, SLEEP()',
    'SQLite, Run-Time Loadable Extensions',
  ],
  defaultOptions: { functions: Object.keys(functions) },
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      { title: 'a pause', dialect: 'mysql', up: 'SELECT SLEEP(10)' },
      { title: 'a file', up: "SELECT lo_import('/etc/passwd')" },
      { title: 'sessions of others', up: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity' },
      { title: 'code', dialect: 'sqlite', up: "SELECT load_extension('spatialite')" },
    ],
    allowed: [
      {
        title: 'a function of the project that is called the same',
        given: "CREATE SCHEMA app; CREATE FUNCTION app.sleep(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        up: 'SELECT app.sleep(1)',
      },
      {
        title: 'a text in dollars',
        given: 'CREATE TABLE notes (body text)',
        up: 'INSERT INTO notes VALUES ($note$ SELECT pg_sleep(8) $note$)',
      },
      {
        title: 'a column of that name',
        given: 'CREATE TABLE naps (sleep int)',
        up: 'SELECT sleep FROM naps',
      },
      {
        title: 'a text',
        given: 'CREATE TABLE notes (body text)',
        up: "INSERT INTO notes VALUES ('sleep(8)')",
      },
    ],
  },

  checkOperation: {
    'read-rows': (_operation, { statement, options }) => judge(withoutTexts(statement.text), options),
    'no-effect': (_operation, { statement, options }) => judge(withoutTexts(statement.text), options),
    'insert-rows': (_operation, { statement, options }) => judge(withoutTexts(statement.text), options),
    'update-rows': (_operation, { statement, options }) => judge(withoutTexts(statement.text), options),
    'run-code': (_operation, { statement, options }) => judge(statement.text, options),
  },
}

function judge(text: string, options: Readonly<Record<string, unknown>>): Problem | undefined {
  const listed = Array.isArray(options.functions) ? options.functions.map(String) : []
  // A statement may hold a table's rows: most need not be taken apart.
  const lowerCase = text.toLowerCase()
  if (!listed.some(name => lowerCase.includes(name))) return undefined
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  const called = tokens
    .map(({ kind, text: name }, index) =>
      kind === 'word' && tokens[index + 1]?.text.startsWith('(') === true && !isAnother(tokens, index)
        ? name.toLowerCase()
        : '',
    )
    .find(name => listed.includes(name))
  if (called === undefined) return undefined
  return {
    message: `${called}() ${functions[called] ?? 'is on the list of functions that no migration calls'}.`,
  }
}

/** PostgreSQL's texts in dollars; those of DO are code. */
function withoutTexts(text: string): string {
  return text.includes('$') ? text.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''") : text
}

/** The project's own function of that name, in a schema of its own; an extension may be in any. */
function isAnother(tokens: readonly TextToken[], at: number): boolean {
  const schema = tokens[at - 1]?.text === '.' ? tokens[at - 2]?.name?.toLowerCase() : undefined
  return schema !== undefined && schema !== 'pg_catalog' && !/^dblink/i.test(tokens[at]?.text ?? '')
}
