import type { Column, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { namesIn, qualifiedNamesIn, textTokens } from '../schema/sql-text.ts'
import { keptBefore } from './advice/archive-first.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isAddedByRebuild } from './rebuilds/rebuilt-with.ts'
import { columnCopiedFirst } from './rows/copied-first.ts'
import type { Copy } from './rows/copy.ts'
import { beginsWithOld, isPinned, keepsOldValue } from './rows/kept-in-value.ts'
import { namesByKey } from './rows/named-rows.ts'
import { overwrittenBefore } from './rows/overwritten-before.ts'
import { rowFilter } from './rows/row-filter.ts'
import type { OperationContext, Rule } from './rule.ts'
import { whereOf } from './scripts/condition-of.ts'
import { runnableSql } from './scripts/runnable-sql.ts'
import { listWords } from './wording/list-words.ts'

export const dmlOverwritesData: Rule = {
  id: 'dml-overwrites-data',
  category: 'data-loss',
  severity: 'info',
  title: 'An UPDATE writes over values that are kept nowhere else.',
  why: `The old values are gone once it commits: from upper(name) nobody gets the name back, and rows that had the new value
before cannot be told from those that got it. If the condition turns out to be wrong, only a backup helps.`,
  instead: `Keep the old values first, in another column or in a table with the primary key, or write the new ones into a new
column.`,
  examples: {
    flagged: [
      {
        title: 'a value that is computed from itself',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, age int)',
        up: 'UPDATE users SET email = lower(email) WHERE age > 17',
      },
      {
        title: 'twice in one script: told once, and kept before the first',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, age int)',
        up: `UPDATE users SET email = lower(email) WHERE age > 17;
UPDATE users SET email = '' WHERE age < 9;`,
      },
      {
        title: 'a mark that the code sets again',
        given: 'CREATE TABLE users (id int PRIMARY KEY, status text, age int)',
        up: "UPDATE users SET status = 'new' WHERE age < 9",
        instead: { noSql: 'whether the code sets it again, no statement can tell' },
      },
      {
        title: 'in a transaction, which CREATE TABLE would commit',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age int)',
        up: "START TRANSACTION; UPDATE users SET email = '' WHERE age < 18; COMMIT",
        instead: { noSql: 'the copy comes before the transaction' },
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age int)',
        up: "UPDATE users SET email = '' WHERE age < 18",
      },
      {
        title: 'pipes, which join no text in MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), age int)',
        up: "UPDATE users SET email = email || '.invalid' WHERE age < 18",
      },
      {
        title: 'a CASE that replaces more than what its condition names',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, age int)',
        up: "UPDATE users SET email = CASE WHEN age < 9 THEN '' ELSE email || '.invalid' END WHERE age < 18",
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER)',
        up: "UPDATE users SET email = '' WHERE age < 18",
      },
      {
        title: 'a name in the condition is not kept in what the rows get',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name text, sort int)',
        up: `UPDATE settings SET sort = 1 WHERE name = 'sounds';
UPDATE settings SET name = upper(name) WHERE id > 9;`,
      },
      {
        title: 'the key: a copy with the key alone would not tell which row is which',
        dialect: 'mysql',
        given: 'CREATE TABLE pools (id varchar(50) PRIMARY KEY, name varchar(50))',
        up: "UPDATE pools SET id = '1' WHERE name LIKE 'default%'",
        instead: { noSql: 'what refers to the key is changed with it, by hand' },
      },
    ],
    allowed: [
      {
        title: 'a column that a rebuild of this deploy has added, and a text in double quotes',
        dialect: 'sqlite',
        given: 'CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT)',
        up: `CREATE TABLE settings_new (name TEXT PRIMARY KEY, value TEXT, sort INTEGER NOT NULL);
INSERT INTO settings_new (name, value, sort) SELECT name, value, 0 FROM settings;
DROP TABLE settings;
ALTER TABLE settings_new RENAME TO settings;
UPDATE settings SET sort = 1 WHERE value LIKE 'a%';
UPDATE settings SET value = 'on' WHERE name = "sounds";`,
      },
      {
        title: 'the new value begins with the old one, as the condition says',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, team varchar(50)); CREATE TABLE teams (id varchar(50), size int)',
        up: `UPDATE users JOIN teams ON users.id = teams.size SET users.team = teams.id
WHERE team IS NOT NULL AND teams.id LIKE CONCAT(team, '%')`,
      },
      {
        title: 'a bit that is set where it is not',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, flags int, age int)',
        up: 'UPDATE users SET flags = IF((flags & 16) != 16, flags | 16, flags) WHERE age > 9',
      },
      {
        title: 'an earlier migration of the deploy has copied the values',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, email text, age int); CREATE TABLE mails (user_id int, email text)',
        after: { up: 'INSERT INTO mails (user_id, email) SELECT id, email FROM users' },
        up: "UPDATE users SET email = '' WHERE age > 17",
      },
      {
        title: 'the old value in double quotes, as MySQL takes it, with an "and" in it',
        dialect: 'mysql',
        given: 'CREATE TABLE menu (id int PRIMARY KEY, link varchar(200))',
        up: `UPDATE menu SET link = '/help/' WHERE link = "main.php?test=help and more"`,
      },
      {
        title: 'the time of the change',
        given: 'CREATE TABLE users (id int PRIMARY KEY, settings jsonb, updated_at timestamptz)',
        up: `UPDATE users SET settings = jsonb_set(settings, '{plan}', '"free"'), updated_at = now() WHERE id < 100`,
      },
      {
        title: 'the version, as the migrations before have counted it',
        given: `CREATE TABLE versions (part text, major int, minor int);
UPDATE versions SET major = 1, minor = 1 WHERE part = 'shop'; UPDATE versions SET major = 1, minor = 2 WHERE part = 'shop'`,
        up: "UPDATE versions SET major=1, minor=3 WHERE part='shop'",
      },
      {
        title: 'rows without a value, a batch of them',
        given: 'CREATE TABLE users (id int PRIMARY KEY, region text, country text)',
        up: `UPDATE users SET region = upper(country)
WHERE id IN (SELECT id FROM users WHERE region IS NULL ORDER BY id LIMIT 5000)`,
      },
      {
        title: 'one of few values, which the condition names',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, born date)',
        up: "UPDATE users SET born = NULL WHERE born = '0001-01-01' OR born = ''",
      },
      {
        title: 'rows without a value, among others',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, team int)',
        up: 'UPDATE users AS u SET email = t.email FROM teams t WHERE u.team = t.id AND u."email" IS NULL',
      },
      {
        title: 'a member of a document',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, age int, settings json)',
        up: `UPDATE users SET settings = JSON_SET(settings, '$.plan', 'free') WHERE age < 18`,
      },
      {
        title: 'text that is added to what is there, or set where nothing is',
        given: 'CREATE TABLE posts (id int PRIMARY KEY, description text)',
        up: `UPDATE posts SET description = CASE
    WHEN description IS NULL OR description = '' THEN i.markdown
    ELSE description || E'\\n' || i.markdown
  END
FROM (SELECT 1 AS post_id, '![]()' AS markdown) AS i WHERE i.post_id = posts.id`,
      },
      {
        title: 'a number that can be computed back',
        dialect: 'sqlite',
        given: 'CREATE TABLE films (id INTEGER PRIMARY KEY, rating INTEGER)',
        up: 'UPDATE films SET rating = (rating * 20) WHERE rating < 6',
      },
      {
        title: 'a row that the condition names by a negative key',
        given: 'CREATE TABLE users (id int PRIMARY KEY, provider text)',
        up: "UPDATE users SET provider = 'none' WHERE id = -1",
      },
      {
        title: 'the same in SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE sessions (id INTEGER PRIMARY KEY, ends datetime)',
        up: "UPDATE sessions SET ends = datetime(ends, '+10 minutes') WHERE id > 9",
      },
      {
        title: 'a point in time that can be computed back',
        given: 'CREATE TABLE sessions (id int PRIMARY KEY, kind text, expires_at timestamptz)',
        up: "UPDATE sessions SET expires_at = expires_at + INTERVAL '10 minutes' WHERE kind = 'web'",
      },
      {
        title: 'a row that the condition names by its key',
        given: 'CREATE TABLE settings (scope text, name text, value text, PRIMARY KEY (scope, name))',
        up: "UPDATE settings SET value = 'off' WHERE scope = 'core' AND name = 'sounds'",
      },
      {
        title: 'a row that this deploy has put in',
        dialect: 'mysql',
        given: 'CREATE TABLE settings (id int PRIMARY KEY, name varchar(20), value varchar(20))',
        up: `INSERT INTO settings (id, name, value) VALUES (1, 'sounds', 'on'), (2, 'theme', 'dark');
UPDATE settings SET value = 'off' WHERE name = 'sounds';`,
      },
      {
        title: 'one known piece of a text stands for another',
        dialect: 'mysql',
        given: 'CREATE TABLE mails (id int PRIMARY KEY, body text, kind varchar(20), flags int)',
        up: "UPDATE mails m SET m.body = REPLACE(REPLACE(m.body, '%name', '%user'), '%mail', '%email'), m.flags = m.flags | 4 WHERE m.kind = 'note'",
      },
      {
        title: 'rows without a value',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: "UPDATE users SET email = '' WHERE email IS NULL",
      },
      {
        title: 'one value becomes another',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
        up: "UPDATE users SET plan = 'trial' WHERE plan = 'free'",
      },
      {
        title: 'a boolean that the condition tells',
        given: 'CREATE TABLE users (id int PRIMARY KEY, banned boolean)',
        up: 'UPDATE users SET banned = false WHERE banned',
      },
      {
        title: 'the values are kept first',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, age int)',
        up: `CREATE TABLE users_email AS SELECT id, email FROM users;
UPDATE users SET email = lower(email) WHERE age > 17;`,
      },
      {
        title: 'the time of the change, along with what is changed',
        given: 'CREATE TABLE users (id int PRIMARY KEY, plan text, updated_at timestamp)',
        up: "UPDATE users SET plan = 'trial', updated_at = '2026-01-01' WHERE plan = 'free'",
      },
      {
        title: 'a column that this deploy added',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: 'ALTER TABLE users ADD COLUMN domain text; UPDATE users SET domain = email WHERE id > 9',
      },
      {
        title: 'with a down script, which is told what it does not bring back',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, age int)',
        up: "UPDATE users SET email = '' WHERE age < 18",
        down: 'UPDATE users SET email = NULL WHERE age < 18',
      },
    ],
  },

  checkOperation: {
    'update-rows'(operation, context) {
      const { table, columns } = operation
      const { migration, statement, isMade } = context
      if (migration.down !== undefined || migration.declaredIrreversible !== undefined || isMade(table))
        return undefined
      const lost = lostColumns(operation, context)
      const first = lost.filter(column => !isToldBefore(table, column, context))
      if (first.length === 0) return undefined
      const names = first.map(column => `${table}.${column}`)
      const others = linesOfOthers(table, first, context)
      const again =
        others.length === 0
          ? ''
          : ` So ${others.length === 1 ? 'does line' : 'do lines'} ${listWords(others)}.`
      const are = names.length === 1 ? 'is' : 'are'
      if (columns.length === 1 && isMarker(operation, columnIn(context.before, table, columns[0] ?? ''))) {
        return {
          message: `${listWords(names)} is set to ${operation.assignments?.[columns[0] ?? '']?.trim()} in the rows that the condition finds: which value each had is kept nowhere.${again}`,
          instead: 'Nothing, if the code sets it again by itself; else keep the old values first.',
          objects: names,
        }
      }
      const inPart = first.flatMap(column => columnCopiedFirst(table, column, context) ?? [])
      const [copy] = inPart
      const isCopied = inPart.length === first.length && inPart.every(each => asksForThese(each, operation))
      const kept =
        copy === undefined || inPart.length < first.length
          ? 'are kept nowhere'
          : isCopied
            ? `are copied before: ${copy.at} fills ${copy.into} from such rows`
            : `may be kept in part: ${copy.at} fills ${copy.into} from ${first.length === 1 ? 'it' : 'them'}`
      const isComputed = first.every(column =>
        namesIn(operation.assignments?.[column] ?? '').some(name => sameColumn(context.before, name, column)),
      )
      return {
        message: `${listWords(names)} ${are} ${isComputed ? `computed from ${names.length === 1 ? 'its old value' : 'their old values'}` : 'written over'} in the rows that the condition finds: the values that ${names.length === 1 ? 'it' : 'they'} had there ${kept}.${again}`,
        objects: names,
        ...(isCopied && { instead: 'Nothing, if no running code needs the old values here.' }),
        ...(!isCopied &&
          first[0] !== undefined &&
          lost.length === 1 &&
          keptBefore(table, first[0], runnableSql(statement), context)),
      }
    },
  },
}

type Update = OperationOf<'update-rows'>

/** The copy asks for no more than the UPDATE does, a value apart: `kind = 'a'` of `s.id IS NOT NULL AND s.kind = 'a'`. */
function asksForThese({ step: { statement } }: Copy, { where = '' }: Update): boolean {
  const parts = (text: string): readonly string[] =>
    text
      .replace(/["`;]/g, '')
      .replace(/\b[a-z_]\w*\./gi, '')
      .split(/\band\b/i)
      .map(part => part.replace(/\s+/g, ' ').trim())
  if (/\b(?:or|case)\b/i.test(where)) return false
  const asked = parts(where)
  const copied = parts(whereOf(statement.text) ?? '').filter(part => !/^\(?\w+ is not null\)?$/i.test(part))
  return copied.length > 0 && copied.every(part => asked.includes(part))
}

/** What an UPDATE of some rows writes over, and nothing tells any more. */
function lostColumns(operation: Update, context: OperationContext): readonly string[] {
  const { table, columns, assignments = {} } = operation
  const { statement, step, before, isNewColumn, isOwnValue, traits } = context
  const where = quotedAsText(operation.where ?? '', table, context)
  if (rowFilter(operation, context) !== 'present') return []
  // The schema as text: sqlite-writable-schema tells of it.
  if (/^sqlite_(?:temp_)?(?:master|schema)$/i.test(table)) return []
  if (namesByKey(where, table, context)) return []
  if (isCounter(operation, context)) return []
  // ON CONFLICT DO UPDATE and ON DUPLICATE KEY UPDATE bring rows up to date that the script itself knows.
  const isUpsert = statement.operations.some(({ kind }) => kind === 'insert-rows')
  if (isUpsert && !/^\s*(?:with\b|merge\b)/i.test(statement.text)) return []
  return columns.filter(
    column =>
      !isNewColumn(table, column) &&
      !isAddedByRebuild(table, column, context) &&
      !isToldByItself(where, column, columnIn(before, table, column)) &&
      !isPinned(where, column, traits) &&
      !isPinned(innerCondition(where, table, context), column, traits) &&
      !keepsOldValue(assignments[column] ?? '', column, traits) &&
      !beginsWithOld(where, column, assignments[column] ?? '') &&
      !isTimeOfChange(assignments[column] ?? '') &&
      !(columns.length > 1 && saysWhenWritten.test(column)) &&
      !isOwnValue(operation, column, step) &&
      !overwrittenBefore(table, column, context) &&
      columnCopiedFirst(table, column, context)?.partly !== false &&
      !Object.entries(assignments).some(
        ([other, text]) =>
          !sameColumn(before, other, column) && namesIn(text).some(name => sameColumn(before, name, column)),
      ),
  )
}

/** Of thousands of UPDATEs the first few are enough. */
const lookedAt = 20

/** An earlier UPDATE of the script has been told for the column: the copy before that one keeps these values too. */
function isToldBefore(table: ObjectName, column: string, context: OperationContext): boolean {
  const { replayedScript, step } = context
  return updatesOf(table, column, context)
    .slice(0, lookedAt)
    .some(
      each =>
        isBefore(replayedScript.steps, each, step) &&
        each.statement !== step.statement &&
        lostColumns(each.operation, { ...context, step: each, statement: each.statement }).some(other =>
          sameColumn(each.before, other, column),
        ),
    )
}

function linesOfOthers(
  table: ObjectName,
  columns: readonly string[],
  context: OperationContext,
): readonly string[] {
  const { replayedScript, step } = context
  const later = columns.flatMap(column =>
    updatesOf(table, column, context)
      .slice(0, lookedAt)
      .filter(
        each =>
          isBefore(replayedScript.steps, step, each) &&
          each.statement !== step.statement &&
          lostColumns(each.operation, { ...context, step: each, statement: each.statement }).length > 0,
      ),
  )
  return [...new Set(later.map(each => `${each.location.line}`))]
}

function updatesOf(table: ObjectName, column: string, { replayedScript, before }: OperationContext) {
  return stepsOn(replayedScript.steps, table, 'update-rows').filter(({ operation }) =>
    operation.columns.some(each => sameColumn(before, each, column)),
  )
}

/** A flag or a state that is set to one of the values that code sets it to. */
function isMarker({ columns, assignments = {} }: Update, known: Column | undefined): boolean {
  const [column = ''] = columns
  if (!/^\s*(?:'[^']*'|"[^"]*"|-?\d+|true|false|null)\s*$/i.test(assignments[column] ?? '')) return false
  const { name = '', args = [] } = known?.type ?? {}
  if (name === 'boolean' || name === 'enum' || (name === 'tinyint' && args[0] === 1)) return true
  return /(?:^|_)(?:status|state|flags?|active|enabled|disabled|visible|hidden|locked|deleted|archived|revoked)_?$|^(?:is|has)_/i.test(
    column,
  )
}

/** `UPDATE versions SET major = 1, minor = 12 WHERE part = 'shop'`: what it was before, the same statement of the
 * migrations before this one tells. Twice at least: it is how they count. */
function isCounter(
  { table, columns, where = '', assignments = {} }: OperationOf<'update-rows'>,
  { applied, before }: OperationContext,
): boolean {
  const isNumber = (text: string | undefined): boolean => /^\s*'?\d+(?:\.\d+)*'?\s*$/.test(text ?? '')
  const isSet = (names: readonly string[], texts: Readonly<Record<string, string>>): boolean =>
    names.length > 0 && names.every(column => isNumber(texts[column]))
  if (!isSet(columns, assignments)) return false
  const plain = (text: string): string => text.replace(/\s+/g, '').toLowerCase()
  const earlier = applied.flatMap(({ up }) =>
    stepsOn(up.steps, table, 'update-rows').filter(
      ({ operation }) =>
        isSet(operation.columns, operation.assignments ?? {}) &&
        plain(operation.where ?? '') === plain(where) &&
        operation.columns.length === columns.length &&
        columns.every(column => operation.columns.some(each => sameColumn(before, each, column))),
    ),
  )
  return earlier.length > 1
}

/** SQLite takes a name in double quotes that is no column for a text (Quirks, Caveats, and Gotchas In SQLite, 8). */
function quotedAsText(where: string, table: ObjectName, { before, traits }: OperationContext): string {
  const known = traits.altersByRebuild === true ? findTable(before, table) : undefined
  if (known?.complete !== true) return where
  return textTokens(where)
    .map(({ kind, text, name }) =>
      kind === 'quoted' && text.startsWith('"') && columnIn(before, table, name ?? '') === undefined
        ? `'${text.slice(1, -1).replaceAll("'", "''")}'`
        : text,
    )
    .join('')
}

/** `WHERE banned`, of a boolean: it was true. In MySQL and MariaDB it is a number, which may be any. */
function isToldByItself(where: string, column: string, known: Column | undefined): boolean {
  if (known?.type?.name !== 'boolean') return false
  return new RegExp(`^\\s*(?:not\\s+)?(?:\\w+\\.)?"?${escaped(column)}"?\\s*$`, 'i').test(where)
}

/** Of `id IN (SELECT id FROM the same table WHERE … LIMIT 1000)`, as a batch is written. */
function innerCondition(where: string, table: ObjectName, { before }: OperationContext): string {
  const [, from = '', condition = ''] =
    /\bin\s*\(\s*select\b[^()]*?\bfrom\s+([\w."`]+)\s+where\b([^()]*)/i.exec(where) ?? []
  const isSame = qualifiedNamesIn(from).some(name => sameObject(before, name, table))
  return isSame ? condition.replace(/\b(?:order\s+by|limit|for\s+(?:no\s+key\s+)?update)\b[\s\S]*$/i, '') : ''
}

/** What it is called says that each UPDATE writes it, along with what it changes. */
const saysWhenWritten =
  /^(?:(?:last_?)?(?:updated|modified|changed)_?(?:at|on|date|time)?|date_?(?:updated|modified|changed))$/i

/** `updated_at = now()` says when the row was written, which it was. */
function isTimeOfChange(text: string): boolean {
  return /^(?:now\s*\(\s*\)|current_timestamp(?:\s*\(\s*\d?\s*\))?)$/i.test(text.trim())
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
