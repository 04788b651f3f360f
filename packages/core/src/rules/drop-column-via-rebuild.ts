import type { ObjectName } from '../operations/column.ts'
import { columnsOf, findColumn, primaryKeyOf } from '../schema/lookup.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { referencesTo } from './keys/dependents.ts'
import { sameColumn, sameObject } from './names/known-columns.ts'
import { type Rebuild, rebuildAt } from './rebuilds/rebuild.ts'
import { columnCopiedFirst, keptInPart } from './rows/copied-first.ts'
import type { Copy } from './rows/copy.ts'
import type { OperationContext, Rule } from './rule.ts'
import { capitalized } from './wording/capitalized.ts'
import { listWords } from './wording/list-words.ts'

export const dropColumnViaRebuild: Rule = {
  id: 'drop-column-via-rebuild',
  category: 'data-loss',
  severity: 'error',
  title: 'A table is built anew and a column of the old one is not copied.',
  why: `The rows are copied into a new table and the old one is dropped. What the copy leaves out is gone, and the
statement that loses it is an INSERT or a CREATE TABLE, where nobody looks for it.`,
  instead: `Copy every column. To drop one on purpose, stop using it first and keep its values with the primary key in an
archive table.`,
  sources: ['SQLite, ALTER TABLE, Making Other Kinds Of Table Schema Changes'],
  examples: {
    flagged: [
      {
        title: 'a number gives way to a key of other columns',
        dialect: 'sqlite',
        given:
          'CREATE TABLE marks (id INTEGER PRIMARY KEY, line TEXT NOT NULL, no INTEGER NOT NULL, UNIQUE (line, no))',
        up: `ALTER TABLE marks RENAME TO marks_old;
CREATE TABLE marks (line TEXT NOT NULL, no INTEGER NOT NULL, PRIMARY KEY (line, no));
INSERT INTO marks (line, no) SELECT line, no FROM marks_old;
DROP TABLE marks_old;`,
        instead: { noSql: 'the column stays, or nothing has kept its numbers' },
      },
      {
        title: 'another migration of the deploy has copied what a join finds',
        dialect: 'sqlite',
        given: `CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, place INTEGER);
CREATE TABLE seats (user_id INTEGER, team_id INTEGER, place INTEGER);`,
        after: {
          up: `INSERT INTO seats (user_id, team_id, place)
SELECT users.id, teams.id, users.place FROM teams LEFT JOIN users ON users.team_id = teams.id WHERE users.id IS NOT NULL`,
        },
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: { noSql: 'the columns stay until no release uses them' },
      },
      {
        title: 'flags of which rows of another table are made: what is left is code that asks for them',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, admin INTEGER, guest INTEGER)',
        up: `CREATE TABLE user_roles (user_id INTEGER, role TEXT);
INSERT INTO user_roles SELECT id, 'admin' FROM users WHERE admin = 1;
INSERT INTO user_roles SELECT id, 'guest' FROM users WHERE guest = 1;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE user_roles (user_id INTEGER, role TEXT);
INSERT INTO user_roles SELECT id, 'admin' FROM users WHERE admin = 1;
INSERT INTO user_roles SELECT id, 'guest' FROM users WHERE guest = 1;`,
      },
      {
        title: 'an UPDATE of another table takes the value over, perhaps not from every row: a warning',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT); CREATE TABLE cards (user_id INTEGER, phone TEXT)',
        up: `UPDATE cards SET phone = u.phone FROM users u WHERE u.id = cards.user_id;
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: 'UPDATE cards SET phone = u.phone FROM users u WHERE u.id = cards.user_id',
      },
      {
        title: 'a column that the new table lacks',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, phone TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, phone TEXT);
INSERT INTO users_new (id, email, phone) SELECT id, email, phone FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the key, which is counted again',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new (email) SELECT email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'the key, to which another table refers',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));`,
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (email) SELECT email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a column that the copy leaves out',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
        instead: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
    allowed: [
      {
        title: 'all values are rows of another table, which a query beside them numbers',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE urls (user_id INTEGER, place INTEGER, url TEXT);`,
        up: `INSERT INTO urls (user_id, place, url) SELECT id, (SELECT count(*) FROM urls WHERE user_id = users.id) + 1, url FROM users WHERE users.url IS NOT NULL AND users.url != '';
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a column that a LEFT JOIN from the table puts elsewhere',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE sites (user_id INTEGER, kind TEXT)',
        up: `CREATE TABLE user_urls (user_id INTEGER NOT NULL, url TEXT, kind TEXT);
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
INSERT INTO user_urls (user_id, url, kind) SELECT u.id, u.url, s.kind FROM users u LEFT JOIN sites s ON s.user_id = u.id;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a flag whose rows another table has taken over by their key',
        dialect: 'sqlite',
        given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE)',
        up: `CREATE TABLE pins (post TEXT PRIMARY KEY);
INSERT OR IGNORE INTO pins (post) SELECT 'p:' || p.id FROM posts p WHERE p.pinned = 1;
CREATE TABLE posts_new (id INTEGER PRIMARY KEY);
INSERT INTO posts_new (id) SELECT id FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;`,
      },
      {
        title: 'a new column, which is empty yet in the table that keeps the rows meanwhile',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)',
        up: `CREATE TABLE waiting (id INTEGER PRIMARY KEY, name TEXT, failed INTEGER);
INSERT INTO waiting (id, name) SELECT id, name FROM users;
DROP TABLE users;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, failed INTEGER);
INSERT INTO users (id, name) SELECT id, name FROM waiting;
DROP TABLE waiting;`,
      },
      {
        title: 'a column whose values another table has taken over',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, url TEXT)',
        up: `CREATE TABLE user_urls (user_id INTEGER NOT NULL, url TEXT NOT NULL);
CREATE TABLE users_new (id INTEGER PRIMARY KEY);
INSERT INTO users_new (id) SELECT id FROM users;
INSERT INTO user_urls (user_id, url) SELECT id, url FROM users WHERE url IS NOT NULL AND url != '';
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'every column copied, one under a new name',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, mail FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
    ],
  },

  checkOperation: {
    'drop-table'(operation, context) {
      const rebuild = rebuildAt(operation, context)
      if (rebuild === undefined) return undefined
      // The rows went through a third table and back: nothing is known of single columns.
      if (rebuild.copies.length === 0) return undefined
      const lost = lostColumns(rebuild, context).map(column => `${operation.table}.${column}`)
      if (lost.length === 0) return undefined
      const [only] = lost
      if (only !== undefined && lost.length === 1 && isNumberedAnew(rebuild, context)) {
        return numberedAnew(only, rebuild, context)
      }
      const other = lost.length === 1 ? otherKey(rebuild, context) : []
      if (other.length > 0) {
        return {
          message: `The copy leaves out ${listWords(lost)}, the number that SQLite gave each row; the primary key is ${listWords(other)} from now on. What has kept one of the numbers, in another table or outside of the database, finds no row.`,
          severity: 'warning',
          objects: lost,
        }
      }
      const copies = copiesOf(rebuild, context)
      if (copies.length > 0 && copies.every(copy => copy.asRow === true)) {
        return {
          message: `The copy leaves out ${listWords(lost)}: ${linesOf(copies)} ${placesOf(copies).length === 1 ? 'makes a row' : 'make rows'} of ${intoOf(copies)} where ${lost.length === 1 ? 'it is' : 'they are'} set, and code that asks for ${lost.length === 1 ? 'the column' : 'the columns'} fails.`,
          instead: 'Deploy the code that reads the rows first, and drop the columns in a later release.',
          severity: 'warning',
          objects: lost,
        }
      }
      const kept = keptElsewhere(copies)
      const gone = `The copy leaves out ${listWords(lost)}`
      return kept === ''
        ? {
            message: `${gone}: dropping the old ${operation.table} deletes every value in ${lost.length === 1 ? 'it' : 'them'}.`,
            objects: lost,
          }
        : {
            message: `${gone}, and the old ${operation.table} is dropped.${kept}`,
            instead: takenOver(copies, context),
            severity: 'warning',
            objects: lost,
          }
    },
  },
}

/** The one column that the copy leaves out is the INTEGER PRIMARY KEY of both: SQLite counts again (manual, ROWID). */
function isNumberedAnew(rebuild: Rebuild, context: OperationContext): boolean {
  const { semantics } = context.before
  const [column = ''] = lostColumns(rebuild, context)
  return [rebuild.old, rebuild.new].every(table => {
    const key = primaryKeyOf(table)
    const type = findColumn(table, column, semantics)?.type?.name
    return (
      type === 'integer' &&
      key !== undefined &&
      columnsOf(key).length === 1 &&
      columnsOf(key).every(name => sameColumn(context.before, name, column))
    )
  })
}

/** The INTEGER PRIMARY KEY goes, no foreign key refers to it, and a column that was there is of the key. */
function otherKey(rebuild: Rebuild, { before }: OperationContext): readonly string[] {
  const { old, new: made } = rebuild
  const [was, is] = [old, made].map(table => {
    const key = primaryKeyOf(table)
    return key === undefined ? [] : columnsOf(key)
  })
  const [column, ...others] = was ?? []
  if (column === undefined || others.length > 0 || is === undefined) return []
  const isNumber = findColumn(old, column, before.semantics)?.type?.name === 'integer'
  const isLost = findColumn(made, column, before.semantics) === undefined
  const isThere = is.some(name => findColumn(old, name, before.semantics) !== undefined)
  return isNumber && isLost && isThere && referencesTo(old.name, before).length === 0 ? is : []
}

function numberedAnew(column: string, { old }: Rebuild, { before }: OperationContext): Problem {
  const refersToItself = old.constraints.some(
    each => each.type === 'foreign-key' && sameObject(before, each.references.table, old.name),
  )
  const others = referencesTo(old.name, before).map(({ table }) => table)
  const children = [...new Set([...(refersToItself ? [old.name] : []), ...others])]
  return {
    message: `The copy leaves out ${column}: the rows get other numbers, and ${
      children.length === 0
        ? 'what has kept one of the old ones, in another table or outside of the database, points at another row'
        : `the foreign ${children.length === 1 ? 'key' : 'keys'} of ${listWords(children)} ${children.length === 1 ? 'points' : 'point'} at other rows`
    }.`,
    ...(children.length === 0 ? { severity: 'warning' } : {}),
    objects: [column],
  }
}

/** What each of the columns that are left out was copied into; none where one of them was not. */
function copiesOf(rebuild: Rebuild, context: OperationContext): readonly Copy[] {
  const copies = lostColumns(rebuild, context).map(column =>
    columnCopiedFirst(rebuild.old.name, column, context),
  )
  return copies.every(copy => copy !== undefined)
    ? copies.flatMap(copy => [copy, ...(copy.besides ?? [])])
    : []
}

function keptElsewhere(copies: readonly Copy[]): string {
  if (copies.length <= 1) return keptInPart(copies[0])
  return ` ${capitalized(linesOf(copies))} ${placesOf(copies).length === 1 ? 'fills' : 'fill'} ${intoOf(copies)} from them, but perhaps not from every row.`
}

/** What the deploy itself makes cannot be asked before it. */
function takenOver(copies: readonly Copy[], { isMade }: OperationContext): string {
  const into = [...new Set(copies.map(copy => copy.into))]
  const made = into.filter(isMade)
  const when =
    made.length === 0
      ? 'Count first the rows'
      : `${listWords(made)} ${made.length === 1 ? 'is' : 'are'} new here: run the migration on a copy of the database up to this DROP TABLE, and count there the rows`
  return `${when} whose values are not in ${listWords(into)}. Deploy the code that reads them there, and drop the columns in a later release.`
}

function linesOf(copies: readonly Copy[]): string {
  const places = placesOf(copies)
  return places.length > 1 && places.every(place => /^line \d+$/.test(place))
    ? `lines ${listWords(places.map(place => place.slice('line '.length)))}`
    : listWords(places)
}

function placesOf(copies: readonly Copy[]): readonly string[] {
  return [...new Set(copies.map(({ at }) => at))]
}

function intoOf(copies: readonly Copy[]): string {
  return listWords([...new Set(copies.map(({ into }) => into))])
}

function lostColumns({ old, copies }: Rebuild, context: OperationContext): readonly string[] {
  const { before, isMade } = context
  const read = copies.flatMap(copy => copy.flatMap(({ expression }) => namesIn(expression)))
  return [...old.columns.values()]
    .filter(column => column.generated === undefined)
    .map(column => column.name)
    .filter(name => !read.some(used => sameColumn(before, used, name)))
    .filter(name => !isMade(old.name) || isFilled(old.name, name, context))
    .filter(name => columnCopiedFirst(old.name, name, context)?.partly !== false)
}

/** In a table of this deploy, a column holds what an INSERT or UPDATE gives it. */
function isFilled(table: ObjectName, column: string, { before, replayedScript }: OperationContext): boolean {
  return replayedScript.steps.some(
    ({ operation }) =>
      (operation.kind === 'insert-rows' || operation.kind === 'update-rows') &&
      sameObject(before, operation.table, table) &&
      (operation.columns.length === 0 || operation.columns.some(name => sameColumn(before, name, column))),
  )
}
