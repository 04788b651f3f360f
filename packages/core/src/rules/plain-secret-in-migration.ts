import type { Operation } from '../operations/operation.ts'
import { holdsUnknownText } from '../operations/unknown-text.ts'
import { type TextToken, textTokens } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

/** Prefixes that their issuers give to keys, so that leaked ones are found. */
const knownKeys: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b/, 'a GitHub token'],
  [/\bsk_live_[A-Za-z0-9]{24,99}\b/, 'a Stripe key'],
  [/\bxox[abp]-[0-9A-Za-z-]{20,99}\b/, 'a Slack token'],
]

export const plainSecretInMigration: Rule = {
  id: 'plain-secret-in-migration',
  category: 'security',
  severity: 'error',
  title: 'A password or key stands in the migration.',
  why: `Migrations are committed: everybody who reads the repository, today or later, reads it, and so do the server's logs.
Changing it afterwards does not take it out of the history.`,
  instead: `Create the role without a password and set it from a secret store, or let the migration tool put it in from the
environment. Change the one that stands here.`,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'a role', up: "CREATE ROLE app LOGIN PASSWORD 'hunter2'", instead: 'CREATE ROLE app LOGIN' },
      {
        title: 'a user',
        dialect: 'mysql',
        up: "CREATE USER 'app'@'%' IDENTIFIED BY 'hunter2'",
        instead: "CREATE USER 'app'@'%' ACCOUNT LOCK",
      },
      {
        title: 'SET PASSWORD',
        dialect: 'mariadb',
        up: "SET PASSWORD FOR 'app'@'%' = PASSWORD('hunter2')",
        instead: { noSql: 'the password is set by whoever holds the secret store, not by a migration' },
      },
      {
        title: 'a connection string',
        up: "CREATE SUBSCRIPTION copy CONNECTION 'host=db password=hunter2' PUBLICATION all_tables",
        transaction: 'none',
        instead: { noSql: 'the connection string comes from the environment when the statement is run' },
      },
      {
        title: 'the password of a user among rows',
        given: 'CREATE TABLE accounts (name text, password text)',
        up: "INSERT INTO accounts (name, password) VALUES ('admin', 'hunter22')",
        instead: { noSql: 'the hash of the password is made where the account is made' },
      },
      {
        title: 'a key among rows',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (name TEXT, value TEXT)',
        up: "INSERT INTO settings VALUES ('aws', 'AKIAABCDEFGHIJKLMNOP')",
        instead: { noSql: 'the key comes from the environment of the application' },
      },
    ],
    allowed: [
      { title: 'no password', up: 'CREATE ROLE app LOGIN' },
      { title: 'put in by the migration tool', up: "CREATE ROLE app LOGIN PASSWORD '{{ app_password }}'" },
      {
        title: 'a hash among rows',
        given: 'CREATE TABLE accounts (name text, password text)',
        up: "INSERT INTO accounts (name, password) VALUES ('admin', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy')",
      },
      { title: 'no password any more', up: 'ALTER ROLE app PASSWORD NULL' },
      {
        title: 'a column of that name',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN password text DEFAULT 'none'",
      },
    ],
  },

  checkAnyOperation(operation, { statement }) {
    const { location, written: text = statement.text } = statement
    // The statement itself is left out of the report, which others read.
    const at = { location }
    if (givesCredentials(operation) && hasPassword(text))
      return { message: 'A password stands here, and stays in the history of the repository.', at }
    const seeded = operation.kind === 'insert-rows' ? seededPassword(operation.columns, text) : undefined
    if (seeded !== undefined)
      return {
        message: `A value of ${operation.kind === 'insert-rows' ? operation.table : ''}.${seeded} stands here as it is, and stays in the history of the repository.`,
        severity: 'warning',
        at,
      }
    const known = changesRows(operation) && knownKeys.find(([pattern]) => pattern.test(text))
    return known
      ? {
          message: `What stands here looks like ${known[1]}, and stays in the history of the repository.`,
          at,
        }
      : undefined
  },
}

function givesCredentials(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-object':
    case 'alter-object':
      return ['role', 'subscription', 'server', 'other'].includes(operation.objectType)
    case 'change-privileges':
      return true
    case 'set-variable':
      return operation.name === 'password'
    default:
      return false
  }
}

/** The column of a password or secret that the first row fills with a text that is no hash. */
function seededPassword(columns: readonly string[], text: string): string | undefined {
  if (!columns.some(isSecret)) return undefined
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  const start = tokens.findIndex(({ name }) => name?.toLowerCase() === 'values')
  if (start < 0) return undefined
  const values: TextToken[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(start + 1)) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (depth === 0) break
    if (token.text === ',' && depth === 1) values.push([])
    else if (depth > 1 || token.text !== '(') values.at(-1)?.push(token)
  }
  return columns.find((column, place) => {
    const [value, ...more] = values[place] ?? []
    if (!isSecret(column)) return false
    return value?.kind === 'string' && more.length === 0 && !isPlaceholder(value.text) && !isHash(value.text)
  })
}

function isSecret(column: string): boolean {
  return /^(?:password|passwd|api_?key|secret|client_?secret)$/i.test(column)
}

/** $2b$…, {SHA}…, md5…, or long and without a blank. */
function isHash(literal: string): boolean {
  const value = literal.slice(1, -1)
  return /^(?:\$|\{|[a-z0-9_]+\$|pbkdf2|scrypt|sha\d|md5)/i.test(value) || /^[\w+/=.:-]{32,}$/.test(value)
}

function changesRows({ kind }: Operation): boolean {
  return kind === 'insert-rows' || kind === 'update-rows'
}

/** PASSWORD 'x', PASSWORD = 'x', PASSWORD('x'), IDENTIFIED BY 'x', or password=x in a connection string. */
function hasPassword(text: string): boolean {
  const tokens = textTokens(text).filter(token => token.kind !== 'space')
  const isSetPassword = tokens[0]?.name?.toLowerCase() === 'set'
  return tokens.some((token, index) => {
    if (token.kind !== 'string' || isPlaceholder(token.text)) return false
    const before = tokens.slice(Math.max(0, index - 2), index).map(nameOf)
    if (before.includes('password') || before.join(' ').endsWith('identified by')) return true
    if (isSetPassword && before.at(-1) === '=') return true
    if (before.at(-1) === 'by' || before.at(-1) === 'using') return isIdentified(tokens, index)
    return /\bpassword=[^\s'$:{<]/i.test(token.text)
  })
}

/** IDENTIFIED WITH plugin BY 'x' */
function isIdentified(tokens: readonly TextToken[], index: number): boolean {
  return tokens.slice(Math.max(0, index - 4), index).some(token => nameOf(token) === 'identified')
}

function nameOf(token: TextToken): string {
  return (token.name ?? token.text).toLowerCase()
}

/** Filled in by a tool, or empty. */
function isPlaceholder(literal: string): boolean {
  // Read from the environment by a migration in code, which has none while it is read.
  if (holdsUnknownText(literal)) return true
  return /^''$|^'(?:\$|:\w|\{\{|<|%\(|@)/.test(literal)
}
