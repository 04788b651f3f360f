import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { nameBefore } from '../schema/column-renames.ts'
import { findTable } from '../schema/lookup.ts'
import { columnArchivedFirst, columnsArchivedFirst } from './advice/archive-first.ts'
import { isRequiredOfInserts } from './advice/required-column.ts'
import { isGivenBack } from './deploy/given-back.ts'
import { laterInDeploy, placeInDeploy } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnsOfType, indexesDroppedWith } from './keys/dependents.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { isRetiredColumn } from './names/retired.ts'
import { type Carried, carriedByCode, putElsewhereByCode } from './rows/carried-by-code.ts'
import { columnCopiedFirst, keptInPart } from './rows/copied-first.ts'
import type { Copy } from './rows/copy.ts'
import { holdsDefaultsOnly } from './rows/defaults-only.ts'
import { keptNull } from './rows/kept-null.ts'
import { writtenMeanwhile } from './rows/written-meanwhile.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropColumn: Rule = {
  id: 'drop-column',
  category: 'data-loss',
  severity: 'error',
  title: 'Dropping a column deletes its data for good.',
  why: `The values are gone once the statement commits. A down script can bring back the column, never what
was in it. Code that still selects the column fails as soon as it is dropped, and most ORMs name every column
that they knew when they started.`,
  instead: `Stop reading and writing the column in one release and drop it in a later one. Before that, copy its
values with the primary key into an archive table, and check that the backup can be restored. Mark it in between: COMMENT ON
COLUMN … IS 'deprecated' (COMMENT 'deprecated' in MySQL), or a name that ends in _deprecated. A column that an earlier deploy
has marked so, and whose values are copied, is no finding.`,
  examples: {
    flagged: [
      {
        title: 'a column that each INSERT has to name',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'a block that puts the values into the second of two tables',
        given:
          'CREATE TABLE drafts (id int PRIMARY KEY, text text, code text); CREATE TABLE texts (text text); CREATE TABLE versions (draft_id int, code text)',
        up: `DO $$ DECLARE draft record; BEGIN FOR draft IN SELECT * FROM drafts LOOP
INSERT INTO texts (text) VALUES (draft.text);
INSERT INTO versions (draft_id, code) VALUES (draft.id, draft.code);
END LOOP; END $$;
ALTER TABLE drafts DROP COLUMN code;`,
        instead: { noSql: 'the release before reads versions in its place' },
      },
      {
        title: 'a flag that another table takes over, of the rows that have one there',
        given:
          'CREATE TABLE people (id int PRIMARY KEY, admin boolean NOT NULL); CREATE TABLE accounts (id int PRIMARY KEY, person_id int)',
        up: `ALTER TABLE accounts ADD COLUMN admin boolean NOT NULL DEFAULT false;
UPDATE accounts SET admin = true FROM people WHERE accounts.person_id = people.id AND people.admin;
ALTER TABLE people DROP COLUMN admin;`,
        instead: { noSql: 'the rows that have no account are counted first' },
      },
      {
        title: 'an earlier migration of the deploy has copied the values',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, email text); CREATE TABLE mails (user_id int, email text)',
        after: { up: 'INSERT INTO mails (user_id, email) SELECT id, email FROM users' },
        up: 'ALTER TABLE users DROP COLUMN email',
        instead: { noSql: 'the column stays until no release uses it' },
      },
      {
        title: 'of a table that the deploy makes and fills, where the rows come from is gone by then',
        given: 'CREATE TABLE fields (id int PRIMARY KEY, by_bed boolean)',
        up: `CREATE TABLE plans (id int PRIMARY KEY, kind text);
INSERT INTO plans SELECT id, CASE WHEN by_bed THEN 'BEDS' ELSE 'ROWS' END FROM fields;
DROP TABLE fields;
ALTER TABLE plans DROP COLUMN kind;`,
        instead: { noSql: 'what takes its place is compared with it first' },
      },
      {
        title: 'a column that holds data',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'two columns in one statement, each reported',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email text, phone text)',
        up: 'ALTER TABLE users DROP email, DROP COLUMN phone',
      },
      {
        title: 'two columns beside another clause: one suggestion for both',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text, phone text)',
        up: 'ALTER TABLE users DROP COLUMN email, ADD COLUMN plan text, DROP COLUMN phone',
      },
      {
        title: 'a stored generated column, which can be computed again',
        dialect: 'mysql',
        given: 'CREATE TABLE order_lines (price int, total int GENERATED ALWAYS AS (price * 2) STORED)',
        up: 'ALTER TABLE order_lines DROP COLUMN total',
        instead: { noSql: 'the code has to stop reading it first: then it can go' },
      },
      {
        title: 'a column that a unique index is built on',
        given:
          'CREATE TABLE users (id int, email text, tenant int); CREATE UNIQUE INDEX users_email ON users (tenant, email)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'its values were copied first: what is left is code that reads it',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: `CREATE TABLE users_email AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
        instead: [
          "COMMENT ON COLUMN users.email IS 'deprecated'",
          `CREATE TABLE users_email AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
        ],
      },
      {
        title: 'the column that was filled from it takes its name',
        given: 'CREATE TABLE jobs (id int PRIMARY KEY, last_run timestamp)',
        up: `ALTER TABLE jobs ADD COLUMN last_run_ms bigint;
UPDATE jobs SET last_run_ms = extract(epoch FROM last_run) * 1000;
ALTER TABLE jobs DROP COLUMN last_run;
ALTER TABLE jobs RENAME COLUMN last_run_ms TO last_run;`,
        instead: 'ALTER TABLE jobs ADD COLUMN last_run_ms bigint',
      },
      {
        title:
          'its key and its table are renamed further down: the copy, which comes later, asks for the new names',
        given: 'CREATE TABLE plans (crop_id int PRIMARY KEY, area int)',
        up: `ALTER TABLE plans DROP COLUMN area;
ALTER TABLE plans RENAME COLUMN crop_id TO plan_id;
ALTER TABLE plans RENAME TO crop_plans;`,
      },
      {
        title: 'the table goes further down, and a copy of its rows has the column then',
        given: 'CREATE TABLE profiles (id int PRIMARY KEY, bio text)',
        up: `ALTER TABLE profiles DROP COLUMN bio;
DROP TABLE profiles;`,
      },
      {
        title: 'its type goes too: what is kept of it is text',
        given:
          "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (id int PRIMARY KEY, state state)",
        up: `ALTER TABLE jobs DROP COLUMN state;
DROP TYPE state;`,
      },
      {
        title: 'SQLite 3.35 and later',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'an attribute of a composite type',
        given:
          'CREATE TYPE address AS (street text, country text); CREATE TABLE users (id int, home address)',
        up: 'ALTER TYPE address DROP ATTRIBUTE country',
        instead: {
          noSql: 'PostgreSQL has no mark for an attribute: leave it, or keep its values in a column first',
        },
      },
      {
        title: 'a mark that comes in the same deploy says nothing of the code that runs',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: `COMMENT ON COLUMN users.email IS 'deprecated';
CREATE TABLE users_email AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
        instead: [
          "COMMENT ON COLUMN users.email IS 'deprecated'",
          `CREATE TABLE users_email AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
        ],
      },
    ],
    allowed: [
      {
        title: 'a helping column of a table that the deploy makes and fills',
        given: `CREATE TABLE teams (id int PRIMARY KEY); CREATE FUNCTION new_id() RETURNS text LANGUAGE sql AS $$ SELECT 'a' $$;`,
        after: { up: 'DELETE FROM teams WHERE id < 0' },
        up: `CREATE TABLE portals (id text, team_id int); ALTER TABLE teams ADD COLUMN portal_id text;
INSERT INTO portals (id, team_id) SELECT new_id(), id FROM teams;
UPDATE teams SET portal_id = portals.id FROM portals WHERE portals.team_id = teams.id;
ALTER TABLE portals DROP COLUMN team_id;`,
      },
      {
        title: 'IF EXISTS of a column that is not there',
        given: 'CREATE TABLE users (name text)',
        up: 'ALTER TABLE users DROP COLUMN IF EXISTS id, ADD COLUMN id bigserial',
      },
      {
        title: 'marked by an earlier deploy, and its values are copied first',
        given: `CREATE TABLE users (id int PRIMARY KEY, email text);
COMMENT ON COLUMN users.email IS 'deprecated: not read since 4.2';`,
        up: `CREATE TABLE users_email AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;`,
      },
      {
        title: 'renamed by an earlier deploy, and its values are copied first',
        dialect: 'sqlite',
        given: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
ALTER TABLE users RENAME COLUMN email TO email_deprecated;`,
        up: `CREATE TABLE users_email AS SELECT id, email_deprecated FROM users;
ALTER TABLE users DROP COLUMN email_deprecated;`,
      },
      {
        title: 'of a table that the deploy makes and fills, whose values go on under another name',
        given: 'CREATE TABLE fields (id int PRIMARY KEY, kind text)',
        after: {
          up: 'CREATE TABLE plans (id int PRIMARY KEY, kind text); INSERT INTO plans SELECT id, kind FROM fields',
        },
        up: `DELETE FROM fields WHERE id < 0;
ALTER TABLE plans ADD COLUMN way text;
UPDATE plans SET way = kind;
ALTER TABLE plans DROP COLUMN kind;`,
      },
      {
        title: 'a column of a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int, email text); ALTER TABLE users DROP COLUMN email',
      },
      {
        title: 'a column that the same deploy added',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN scratch int; ALTER TABLE users DROP COLUMN scratch',
      },
      {
        title: 'a generated column that makes way for a change of what it is computed from',
        given: 'CREATE TABLE orders (cents bigint, is_refund boolean GENERATED ALWAYS AS (cents < 0) STORED)',
        up: `ALTER TABLE orders DROP COLUMN is_refund;
ALTER TABLE orders ALTER COLUMN cents TYPE numeric(19,4);
ALTER TABLE orders ADD COLUMN is_refund boolean GENERATED ALWAYS AS (cents < 0) STORED;`,
      },
      {
        title: 'a virtual column, which stores nothing',
        dialect: 'mysql',
        given: 'CREATE TABLE order_lines (price int, total int GENERATED ALWAYS AS (price * 2) VIRTUAL)',
        up: 'ALTER TABLE order_lines DROP COLUMN total',
      },
    ],
  },

  checkOperation: {
    'alter-object'({ objectType, name, change }, { before }) {
      const [word, verb, attribute = ''] = change.split(' ')
      if (objectType !== 'composite-type' || word !== 'attribute' || verb !== 'drop') return undefined
      const columns = columnsOfType(name, before)
      const where = columns.length === 0 ? `every column of type ${name}` : listWords(columns)
      return {
        message: `Dropping the attribute ${attribute} of ${name} deletes its value in ${where}.`,
        objects: columns.length === 0 ? [name] : columns,
      }
    },
    'drop-column'({ table, column, ifExists }, context) {
      const { before, atEnd, isMade, isNewColumn } = context
      // IF EXISTS, or another condition, of a column that the table, as it is known whole, does not have.
      const isAbsent =
        findTable(before, table)?.complete === true && columnIn(before, table, column) === undefined
      if ((ifExists || context.step.runs !== true) && isAbsent) return undefined
      const generated = columnIn(before, table, column)?.generated
      if (generated?.storage === 'virtual' || isNewColumn(table, column)) return undefined
      if (isGivenBack(table, column, context) || holdsDefaultsOnly(table, column, context)) return undefined
      const name = `${table}.${column}`
      if (generated !== undefined) {
        if (columnIn(atEnd, table, column)?.generated !== undefined) return undefined
        return {
          message: `Dropping ${name} deletes values that are generated and can be computed again; code that reads it fails.`,
          severity: 'warning',
          objects: [name],
        }
      }
      const copy = columnCopiedFirst(table, column, context)
      if (copy !== undefined && !copy.partly) {
        if (isRetiredColumn(table, column, context) || isMade(table)) return undefined
        const { steps, after } = context.replayedScript
        const known = nameBefore(steps, table, column, context.step)
        const was = sameColumn(before, known, column) ? '' : ` (${known} before this script)`
        const into = intoInWords(copy, column, context)
        const message = `Dropping ${name}${was}: ${copy.at} has filled ${into} from it`
        // ADD c_new, UPDATE, DROP c, RENAME c_new TO c: the way to another type.
        if (columnIn(after, table, known) !== undefined) {
          const takes = sameObject(before, copy.into, `${table}.${known}`)
            ? 'has its name now'
            : 'takes its name'
          return {
            message: `${message}, which ${takes}; running code that still uses it meets other values there.`,
            instead: `Leave ${known} as it is while running code uses it: give the new values a name of their own, and drop ${known} in a later release.`,
            severity: 'warning',
            objects: [name],
          }
        }
        return {
          message: `${message}; running code that still reads it fails${writtenMeanwhile(table, copy, context)}.`,
          instead: `Let one release use ${into} in its place, and drop ${column} in a later one.`,
          severity: 'warning',
          objects: [name],
        }
      }
      const carried = carriedByCode(table, column, context)
      const put = putElsewhereByCode(table, column, context)
      if (isMade(table)) return problemOfMade(table, column, copy, carried ?? put, context)
      if (carried !== undefined) {
        return {
          message: `Dropping ${name}: line ${carried.readIn} reads its values and line ${carried.writtenIn} fills the new ${column} from them; until then running code finds none.`,
          instead: `Leave ${column} as it is while running code uses it: give the new values a column of their own, and drop ${column} in a later release.`,
          severity: 'warning',
          objects: [name],
        }
      }
      if (put !== undefined) {
        return {
          message: `Dropping ${name}: line ${put.readIn} reads its values and line ${put.writtenIn} puts them into ${put.into}, perhaps not of every row; running code that still reads the column fails.`,
          instead: `Let one release use ${put.into} in its place, and drop ${column} in a later one. Count first the rows whose values are not there.`,
          severity: 'warning',
          objects: [name],
        }
      }
      const along = indexesDroppedWith(table, column, before)
      const indexes = along.length === 0 ? '' : ` and drops ${listWords(along)}`
      const message = `Dropping ${name} deletes every value in it${indexes}.${keptInPart(copy)}`
      const empty = keptNull(table, column, context)
      if (empty !== undefined) {
        return {
          message: `${name} is dropped${along.length === 0 ? '' : ` with ${listWords(along)}`}. No value is lost as the script stands: ${empty} Running code that still reads the column fails.`,
          severity: 'warning',
          objects: [name],
        }
      }
      const again =
        columnIn(atEnd, table, column) &&
        laterInDeploy(table, context, 'add-column').find(({ operation }) =>
          sameColumn(before, operation.column.name, column),
        )
      if (again !== undefined) {
        return {
          message: `${message} ${placeInDeploy(again, context)} adds ${column} again, without them.`,
          instead: `Leave ${column} as it is, and do not add it again. If the new one is to hold something else, give it a name of its own.`,
          objects: [name],
        }
      }
      if (copy !== undefined && copy.asRow !== true && copy.isComputed !== true) {
        return {
          message: `Dropping ${name}${indexes.replace(' and drops', ' also drops')}.${keptInPart(copy)} What that leaves out is lost, and running code that still reads the column fails.`,
          instead: `Count first the rows whose values are not in ${copy.into}. Let one release use it in its place, and drop ${column} in a later one.`,
          objects: [name],
        }
      }
      return {
        message,
        instead: markedFirst(table, column, context),
        objects: [name],
        ...archivedFirst(table, column, context),
      }
    },
  },
}

/** A table may be called like the column that it takes over. */
function intoInWords({ into }: Copy, column: string, { before }: OperationContext): string {
  return sameColumn(before, into, column) ? `the table ${into}` : into
}

/** No release has used it: there is no code to wait for, and no backup from before has what is in it. */
function problemOfMade(
  table: ObjectName,
  column: string,
  copy: Copy | undefined,
  read: Carried | undefined,
  context: OperationContext,
): Problem {
  const along = indexesDroppedWith(table, column, context.before)
  const indexes = along.length === 0 ? '' : ` and drops ${listWords(along)}`
  const kept =
    read === undefined
      ? keptInPart(copy)
      : ` Line ${read.readIn} reads its values and line ${read.writtenIn} writes them again, perhaps not of every row.`
  const required = isRequiredOfInserts(table, column, context)
    ? ' It is NOT NULL without a default, and an INSERT has to name it until then.'
    : ''
  return {
    message: `Dropping ${table}.${column} deletes what the deploy itself has put into it${indexes}: it makes ${table}, and no release has used it.${kept}`,
    instead: `See first that what takes its place has its values. Where it has not, leave this DROP out, and drop the column in a later release.${required}`,
    severity: read === undefined ? 'warning' : 'info',
    objects: [`${table}.${column}`],
  }
}

function markedFirst(table: ObjectName, column: string, context: OperationContext): string {
  const { traits } = context
  const mark =
    traits.hasCommentStatement === true
      ? ` Mark it in between: COMMENT ON COLUMN ${sqlName(table, traits)}.${traits.quote(column)} IS 'deprecated'.`
      : traits.transactionalDdl
        ? ''
        : " Mark it in between: COMMENT 'deprecated' in its definition."
  return `Stop reading and writing the column in one release and drop it in a later one.${unnamed(table, column, context)} Before that, copy its values with the primary key into an archive table, and check that the backup can be restored.${mark}`
}

/** What a release that does not name the column needs, to insert rows. */
function unnamed(table: ObjectName, column: string, context: OperationContext): string {
  if (!isRequiredOfInserts(table, column, context)) return ''
  const isNeeded = ' It is NOT NULL without a default, and an INSERT has to name it:'
  return context.traits.altersByRebuild === true
    ? `${isNeeded} the release in between writes some value into it.`
    : `${isNeeded} take NOT NULL away before the release that does not.`
}

/** One for all columns that the statement drops: what is suggested for one would drop the others at once. */
function archivedFirst(
  table: string,
  column: string,
  context: OperationContext,
): Pick<Problem, 'suggestion'> {
  const { before, statement, isNewColumn } = context
  const drops = statement.operations.filter(
    (each): each is OperationOf<'drop-column'> =>
      each.kind === 'drop-column' && sameObject(before, each.table, table),
  )
  const holding = drops.filter(
    each => columnIn(before, table, each.column)?.generated === undefined && !isNewColumn(table, each.column),
  )
  if (drops.length <= 1) return columnArchivedFirst(table, column, context)
  const [first] = holding
  return first !== undefined && sameColumn(before, first.column, column)
    ? columnsArchivedFirst(table, drops, context)
    : {}
}
