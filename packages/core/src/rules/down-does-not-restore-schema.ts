import { stepsOf } from '../schema/find-steps.ts'
import type { ReplayedMigration, ReplayedScript } from '../schema/replay.ts'
import { namesIn } from '../schema/sql-text.ts'
import { correctionsInPlace } from './advice/corrected-in-place.ts'
import { suggestedDownScript, suggestedRestOfDown } from './advice/suggested-down-script.ts'
import type { Place } from './finding.ts'
import { missingNames } from './objects/missing-names.ts'
import { placeOfDifferences, subjectOf } from './objects/place-of-differences.ts'
import { samesInEffect } from './objects/same-in-effect.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { awaitsNothing } from './scripts/script-effect.ts'
import { startOf } from './scripts/script-place.ts'
import { migrationName } from './wording/migration-name.ts'

/** More than these are counted, not listed. */
const shownDifferences = 5

export const downDoesNotRestoreSchema: Rule = {
  id: 'down-does-not-restore-schema',
  category: 'reversibility',
  severity: 'error',
  title: 'After up and down the schema is not what it was.',
  why: `A rollback that leaves a difference is found out later: the next migration fails on it, or the database of
production no longer equals the others. An index, a default or NOT NULL that is not put back is missed most often.`,
  instead:
    'Undo everything that the up script does, in reverse order, and try it on a copy: up, down, up again.',
  seesParts: 'as-one',
  examples: {
    flagged: [
      {
        title: 'a column comes back without its default and NOT NULL',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: 'ALTER TABLE users DROP COLUMN plan',
        down: 'ALTER TABLE users ADD COLUMN plan text',
        instead: [
          {
            up: 'ALTER TABLE users DROP COLUMN plan',
            down: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free'",
          },
        ],
      },
      {
        title: 'an index that stays',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD COLUMN name varchar(100); CREATE INDEX users_email ON users (email)',
        down: 'ALTER TABLE users DROP COLUMN name',
        instead: [
          {
            up: 'ALTER TABLE users ADD COLUMN name varchar(100); CREATE INDEX users_email ON users (email)',
            down: 'DROP INDEX users_email ON users; ALTER TABLE users DROP COLUMN name',
          },
        ],
      },
      {
        title: 'a type that was another one',
        given: 'CREATE TABLE users (id int, name varchar(200))',
        up: 'ALTER TABLE users ALTER name TYPE text',
        down: 'ALTER TABLE users ALTER name TYPE varchar(100)',
      },
      {
        title: 'an index of another kind',
        given:
          'CREATE TABLE events (id int, at timestamptz); CREATE INDEX events_at ON events USING brin (at)',
        up: 'DROP INDEX events_at',
        down: 'CREATE INDEX events_at ON events (at)',
      },
      {
        title: 'the wrong table goes',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'CREATE TABLE carts (id INTEGER PRIMARY KEY)',
        down: 'DROP TABLE users',
        instead: [{ up: 'CREATE TABLE carts (id INTEGER PRIMARY KEY)', down: 'DROP TABLE carts' }],
      },
      {
        title: 'a default that was not there, and harms nobody: a warning',
        given: 'CREATE TABLE users (id int, banned boolean NOT NULL)',
        up: 'ALTER TABLE users DROP COLUMN banned',
        down: 'ALTER TABLE users ADD COLUMN banned boolean NOT NULL DEFAULT false',
        instead: [
          {
            up: 'ALTER TABLE users DROP COLUMN banned',
            down: `ALTER TABLE users ADD COLUMN banned boolean NOT NULL DEFAULT false;
ALTER TABLE users ALTER COLUMN banned DROP DEFAULT;`,
          },
        ],
      },
      {
        title: 'DROP TABLE of a view, at which the script stops',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE VIEW ids AS SELECT id FROM users',
        down: 'DROP TABLE IF EXISTS ids',
        instead: [{ up: 'CREATE VIEW ids AS SELECT id FROM users', down: 'DROP VIEW IF EXISTS ids' }],
      },
      {
        title: 'the same behind a DROP COLUMN that the view refuses: the first of them takes all back',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text; CREATE VIEW mails AS SELECT email FROM users',
        down: `ALTER TABLE users DROP COLUMN email;
DROP TABLE mails`,
        instead: [
          {
            up: `ALTER TABLE users ADD COLUMN email text;
CREATE VIEW mails AS SELECT email FROM users;`,
            down: `DROP VIEW mails;
ALTER TABLE users DROP COLUMN email;`,
          },
        ],
      },
      {
        title: 'code whose body is not known may put back what is missing: a warning',
        given: 'CREATE TABLE users (email text); CREATE INDEX users_email ON users (email)',
        up: "DROP INDEX users_email; SELECT make_index('users', 'users_email')",
        down: "DROP INDEX users_email; SELECT make_index('users', 'users_email')",
        instead: { noSql: 'what the function does is in no migration' },
      },
    ],
    allowed: [
      {
        title:
          'a trigger of a table that no migration makes: OR REPLACE may have met the one that down makes again',
        up: `ALTER TABLE users ADD COLUMN visits int;
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION touch();`,
        down: 'ALTER TABLE users DROP COLUMN visits',
      },
      {
        title: 'a value that stays in an enum, which is told as irreversible-operation',
        given: "CREATE TYPE mood AS ENUM ('sad')",
        up: "ALTER TYPE mood ADD VALUE 'ok'; CREATE TABLE moods (mood mood)",
        down: 'DROP TABLE moods',
      },
      {
        title: 'an extension that others of the database may have had already',
        given: 'CREATE TABLE rooms (id int)',
        up: 'CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE TABLE stays (id int)',
        down: 'DROP TABLE stays',
      },
      {
        title: 'a view whose SELECT stood in parentheses',
        given: 'CREATE TABLE users (id int, email text); CREATE VIEW ids AS (SELECT id FROM users)',
        up: 'CREATE OR REPLACE VIEW ids AS SELECT id FROM users WHERE id > 0',
        down: 'CREATE OR REPLACE VIEW ids AS SELECT id FROM users',
      },
      {
        title: 'what the down script names and up has renamed: object-missing tells it where it stands',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users RENAME COLUMN email TO mail',
        down: 'ALTER TABLE users RENAME COLUMN mail TO email; ALTER TABLE users ALTER COLUMN mail DROP DEFAULT',
      },
      {
        title: 'an owner that is put back',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION one() OWNER TO app`,
        up: 'ALTER FUNCTION one() OWNER TO batch',
        down: 'ALTER FUNCTION one() OWNER TO app',
      },
      {
        title: 'a function that up and down each need for a while, on a schema that is not known whole',
        up: `ALTER TABLE users ADD COLUMN age int;
CREATE OR REPLACE FUNCTION convert(a int) RETURNS text LANGUAGE sql AS 'SELECT a::text'; DROP FUNCTION convert;`,
        down: `CREATE OR REPLACE FUNCTION convert(a text) RETURNS int LANGUAGE sql AS 'SELECT a::int'; DROP FUNCTION convert;
ALTER TABLE users DROP COLUMN age;`,
      },
      {
        title: 'a sequence that the server has given another name',
        given: `CREATE TABLE keys (id serial); ALTER TABLE keys RENAME TO keys_old;
CREATE TABLE keys (id serial); DROP TABLE keys_old`,
        up: 'DROP TABLE keys',
        down: 'CREATE TABLE keys (id serial)',
      },
      {
        title: 'an index on the column that is called like the function which CASCADE drops',
        given: `CREATE FUNCTION rank(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE posts (id int, rank int); CREATE INDEX posts_rank ON posts (id) WHERE rank > 0`,
        up: "DROP FUNCTION rank(n int) CASCADE; CREATE FUNCTION rank(n bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
        down: "DROP FUNCTION rank(n bigint); CREATE FUNCTION rank(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
      },
      {
        title: 'IF EXISTS of a type that no migration has made',
        given: `CREATE SCHEMA auth; CREATE TYPE auth.kind AS ENUM ('a', 'b'); CREATE TABLE tokens (kind text)`,
        up: 'DROP TYPE IF EXISTS kind; DROP TYPE IF EXISTS auth.kind',
        down: "CREATE TYPE auth.kind AS ENUM ('a', 'b')",
      },
      {
        title: 'a pattern in other words',
        given: "CREATE TABLE systems (code text, CONSTRAINT known CHECK (code ~ E'^A-\\\\d{4}$'))",
        up: "ALTER TABLE systems DROP CONSTRAINT known; ALTER TABLE systems ADD CONSTRAINT known CHECK (code ~ '^[A-Z]+$')",
        down: "ALTER TABLE systems DROP CONSTRAINT known; ALTER TABLE systems ADD CONSTRAINT known CHECK (code ~ '^A-[0-9]{4}$')",
      },
      {
        title: 'everything put back',
        given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
        up: 'ALTER TABLE users DROP COLUMN plan',
        down: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free'",
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: 'CREATE TABLE carts (id int)',
        down: 'DROP TABLE carts',
      },
      {
        title:
          'an index that SQLite wants dropped before its column: sqlite-drop-column-illegal tells it where it stands',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)',
        up: 'ALTER TABLE users ADD COLUMN gone INTEGER; CREATE INDEX gone ON users (gone)',
        down: 'ALTER TABLE users DROP COLUMN gone; DROP INDEX gone',
      },
      {
        title: 'what is left over of what drop-order tells',
        given: 'CREATE TABLE carts (id int PRIMARY KEY, kind int)',
        up: `CREATE TABLE kinds (id int PRIMARY KEY);
ALTER TABLE carts ADD CONSTRAINT of_kind FOREIGN KEY (kind) REFERENCES kinds (id)`,
        down: 'DROP TABLE kinds',
      },
      {
        title: 'a statement that is no SQL: unparsed-statement tells it where it stands',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE INDEX users_email ON users (email)',
        down: 'DROP INDEX users_email ON users',
      },
      {
        title: 'drops in the wrong order, and nothing else: drop-order tells it where it stands',
        up: 'CREATE TABLE carts (id int PRIMARY KEY); CREATE TABLE items (cart_id int REFERENCES carts (id))',
        down: 'DROP TABLE carts; DROP TABLE items',
      },
    ],
  },

  checkMigration(context) {
    const { migration, replayed, roundTrip, traits } = context
    if (migration.declaredIrreversible !== undefined) return undefined
    if (migration.down !== undefined && awaitsNothing(migration.down)) return undefined
    const differences = (roundTrip?.differences ?? []).filter(each => !isToldAsIrreversible(each, replayed))
    const isMissingName = namesMissing(context, differences)
    const toldThere = differences.filter(isToldAtStatement)
    const isOutcome = isOutcomeOf(toldThere, replayed)
    const own = differences.filter(
      each => !toldThere.includes(each) && !isMissingName(each) && !isOutcome(each),
    )
    if (own.length === 0) return undefined
    const isUndone =
      own.some(isStop) && traits.transactionalDdl && isInTransaction(replayed.down) && toldThere.every(isStop)
    // The first of them takes back what stands before it: which one it is, is all that counts.
    const all = isUndone ? [...toldThere, ...own] : own
    const shown = all.slice(0, shownDifferences)
    const more = all.length > shown.length ? `; and ${all.length - shown.length} more` : ''
    const told = inSentences(
      shown,
      more,
      replayed.joins === undefined ? '' : ` of ${migrationName(migration)}`,
      isUndone,
    )
    const at =
      (isUndone ? firstPlace(shown.filter(isStop), replayed) : undefined) ??
      placeOfDifferences(shown, replayed) ??
      startOf(migration, 'down')
    if (roundTrip?.grade !== 'unknown') {
      // What comes after the statement that stops is not reached.
      const stops = differences.some(each => each.startsWith('down stops: '))
      const corrections = correctionsInPlace(shown, replayed)
      const isWhole = stops || corrections !== undefined
      const suggestion = (isWhole ? suggestedDownScript : suggestedRestOfDown)(context)
      const isSame = samesInEffect(differences, replayed, traits)
      const isAll = corrections !== undefined && own.every(each => corrections.differences.has(each))
      return {
        message: told,
        at,
        ...(corrections && {
          instead: `${corrections.text} ${isAll ? tryIt : `Undo also what else up does, in reverse order. ${tryIt}`}`,
        }),
        ...(own.every(isRequiredColumn) && {
          instead: traits.altersByRebuild === true ? withDefault : fillFirst,
        }),
        ...(suggestion && { suggestion }),
        ...(differences.every(each => isMinor(each) || isSame(each)) && {
          severity: differences.every(each => isComment(each) || isSame(each)) ? 'info' : 'warning',
        }),
      }
    }
    const [unseen = ''] = roundTrip.unknown
    return {
      message: `As far as it can be told, ${told.charAt(0).toLowerCase()}${told.slice(1)} Not seen (${unseen}).`,
      severity: 'warning',
      at,
    }
  },
}

const stop = 'down stops: '

function isStop(difference: string): boolean {
  return difference.startsWith(stop)
}

function isInTransaction(down: ReplayedScript | undefined): boolean {
  return (
    down !== undefined &&
    down.script.transaction !== 'none' &&
    stepsOf(down.steps, 'control-transaction').length === 0
  )
}

/** Of what each of them is about, the one that runs first. */
function firstPlace(stops: readonly string[], replayed: ReplayedMigration): Place | undefined {
  return stops
    .flatMap(each => placeOfDifferences([each], replayed) ?? [])
    .toSorted((a, b) => (a.location?.line ?? 0) - (b.location?.line ?? 0))[0]
}

function inSentences(
  differences: readonly string[],
  more: string,
  ofWhat: string,
  isUndone: boolean,
): string {
  const stops = differences.filter(each => each.startsWith(stop)).map(each => each.slice(stop.length))
  const others = differences.filter(each => !each.startsWith(stop))
  const stopping =
    stops.length === 0
      ? []
      : [
          `The down script stops: ${stops.join('; ')}${others.length === 0 ? more : ''}.`,
          ...(isUndone ? ['Its transaction is rolled back then, and all that up does stays.'] : []),
        ]
  const differing =
    others.length === 0
      ? []
      : [
          `${stops.length === 0 ? `After up and down${ofWhat} the schema differs` : isUndone ? 'Were it to go on, this would differ' : 'What differs then'}: ${others.join('; ')}${more}.`,
        ]
  return [...stopping, ...differing].join(' ')
}

const fillFirst = `Add the column without NOT NULL, give the rows their values, then set NOT NULL. Where nobody knows the values,
leave it nullable and say so in the down script.`

const withDefault =
  'Add the column with a DEFAULT, which rows that are there get, or leave it nullable, and say so in the down script.'

const tryIt = 'Try it on a copy: up, down, up again.'

function isRequiredColumn(difference: string): boolean {
  return /^down stops: column .* is NOT NULL without a default, if .* has rows$/.test(difference)
}

/** A default more, which nothing has asked for before, or other words beside a column. */
function isMinor(difference: string): boolean {
  return isComment(difference) || /: has the default .*, had none(?: that is known)?$/s.test(difference)
}

function isComment(difference: string): boolean {
  return /: (?:its comment differs|comment is .*|(?:lacks|has) comment .*)$/s.test(difference)
}

/** object-missing says at the statement what up or down itself has dropped or renamed. */
function namesMissing(
  context: MigrationContext,
  differences: readonly string[],
): (difference: string) => boolean {
  const isOfName = (difference: string): boolean => /^down stops: .* does not exist$/.test(difference)
  if (!differences.some(isOfName)) return () => false
  const told = missingNames({ applied: [], migrations: [context], traits: context.traits }).flatMap(
    ({ objects = [], at }) => (at?.direction === 'down' ? objects : []),
  )
  return difference => isOfName(difference) && told.some(name => difference.split(' ').includes(name))
}

/** drop-order says so, or sqlite-drop-column-illegal; of what is no SQL unparsed-statement and unknown-statement. */
function isToldAtStatement(difference: string): boolean {
  return /^down stops: (?:.* is dropped while |line \d+ is no valid SQL, )/.test(difference)
}

/** What is left over of the very thing at which the script stops. */
function isOutcomeOf(stops: readonly string[], { down }: ReplayedMigration): (difference: string) => boolean {
  if (stops.length === 0) return () => false
  const refused = stepsOf(down?.steps ?? [], 'unreadable').map(({ statement }) => statement.text)
  const named = new Set([...stops, ...refused].flatMap(namesIn).map(each => each.toLowerCase()))
  return difference =>
    / is (?:left over|missing)$/.test(difference) &&
    named.has(subjectOf(difference).at(-1)?.toLowerCase() ?? '')
}

/** No down takes a value out of a PostgreSQL enum: irreversible-operation says so of the ADD VALUE. */
function isToldAsIrreversible(difference: string, { up }: ReplayedMigration): boolean {
  return (
    /^enum .*: still has /.test(difference) &&
    up.steps.some(({ operation }) => operation.kind === 'add-enum-value')
  )
}
