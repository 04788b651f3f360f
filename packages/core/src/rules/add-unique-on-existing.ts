import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import {
  earlierSteps,
  earlierStepsOf,
  renamesTo,
  stepsMaking,
  stepsOf,
  stepsOn,
} from '../schema/find-steps.ts'
import { indexOfThatName } from '../schema/index-of-that-name.ts'
import {
  columnsOf,
  findColumn,
  findConstraint,
  findIndex,
  findTable,
  tableOfIndex,
} from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import { rowsOfDeploy } from './deploy/rows-of-deploy.ts'
import type { Problem } from './finding.ts'
import { isUniqueAlready, plainName, type UniqueKey } from './keys/unique-already.ts'
import { hasUniqueKey } from './keys/unique-keys.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import { isCopiedAsNull } from './rows/copied-as-null.ts'
import { deduplicatedFirst } from './rows/deduplicated-first.ts'
import { isFilledFromKey } from './rows/filled-from-key.ts'
import { areApart, type KeyedQuery, keyedQueries } from './rows/keyed-queries.ts'
import { copiedColumns, copiedTable, leavesOutRows } from './rows/rebuild-copy.ts'
import { holdsConstant, isSameInEveryRow } from './rows/same-in-every-row.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { shortened } from './wording/shortened.ts'
import { sqlName } from './wording/sql-name.ts'

export const addUniqueOnExisting: Rule = {
  id: 'add-unique-on-existing',
  category: 'data-dependent',
  severity: 'warning',
  title: 'A unique index or constraint over columns that already hold values.',
  why: `Two rows with the same value stop the statement, which the test database does not show.`,
  instead: `Count the duplicates first: SELECT c, count(*) FROM t GROUP BY c HAVING count(*) > 1. Merge
or delete them before this migration.`,
  noSql: 'which of two equal rows stays is known to nobody but the owner of the rows',
  appliesToNewTables: true,
  sources: ['measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50.4'],
  examples: {
    flagged: [
      {
        title: 'a unique index, built while writes go on',
        given: 'CREATE TABLE users (id int, email text)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)',
        transaction: 'none',
      },
      {
        title: 'a unique index',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'CREATE UNIQUE INDEX users_email ON users (email)',
      },
      {
        title: 'SQLite',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'CREATE UNIQUE INDEX users_email ON users (email)',
      },
      {
        title: 'a unique index of some rows',
        given: 'CREATE TABLE plans (id int, team int, state text)',
        up: `CREATE UNIQUE INDEX CONCURRENTLY plans_active ON plans (team) WHERE "plans"."state" = 'active'`,
        transaction: 'none',
      },
      {
        title: 'a new column that is the same in every row',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN code text NOT NULL DEFAULT ''; CREATE UNIQUE INDEX users_code ON users (code)",
      },
      {
        title: 'a new column that is the same in every row, in one statement',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN code int NOT NULL UNIQUE',
      },
      {
        title: 'a table that is built anew with a key',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a DELETE of something else',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: "DELETE FROM users WHERE email = ''; CREATE UNIQUE INDEX users_email ON users (email)",
      },
      {
        title: 'SQLite, by a rebuild that replaces rows',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT OR REPLACE INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'a column that the table gets as it is built anew',
        dialect: 'sqlite',
        given:
          'CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT); CREATE TABLE albums (id INTEGER PRIMARY KEY, path TEXT)',
        up: `CREATE TABLE albums_new (id INTEGER PRIMARY KEY, folder_id INTEGER);
INSERT INTO albums_new (id) SELECT id FROM albums;
UPDATE albums_new SET folder_id = (SELECT f.id FROM folders f JOIN albums a ON a.id = albums_new.id WHERE f.path = a.path);
DROP TABLE albums;
ALTER TABLE albums_new RENAME TO albums;
CREATE UNIQUE INDEX albums_folder ON albums (folder_id);`,
        instead: { noSql: 'which of the rows keeps the value is known to its author alone' },
      },
      {
        title: 'an index of the name is dropped that no migration makes',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: 'DROP INDEX IF EXISTS users_email; CREATE UNIQUE INDEX users_email ON users (email)',
        instead: { noSql: 'whether the index was unique, the database alone knows' },
      },
    ],
    allowed: [
      {
        title: 'an index on the same expressions is there, in another order',
        given:
          'CREATE TABLE users (email text, town text); CREATE UNIQUE INDEX by_both ON users (lower(town), lower(email))',
        up: 'CREATE UNIQUE INDEX by_both_2 ON users (lower(email), lower(town)); DROP INDEX by_both',
      },
      {
        title: 'rows that the deploy itself writes into its new table',
        up: "CREATE TABLE storages (id int, place text); INSERT INTO storages VALUES (1, 'disk'); CREATE UNIQUE INDEX storages_place ON storages (place)",
      },
      {
        title: 'its rows wait in another table while it is built anew',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX users_email ON users (email)',
        up: `CREATE TABLE waiting (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO waiting (id, email) SELECT id, email FROM users;
DROP TABLE users;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users (id, email) SELECT id, email FROM waiting;
CREATE UNIQUE INDEX users_email ON users (email);
DROP TABLE waiting;`,
      },
      {
        title: 'a key of fewer columns, which an earlier migration of this deploy has dropped',
        dialect: 'mysql',
        given:
          'CREATE TABLE users (id int PRIMARY KEY, net int, email varchar(50), UNIQUE KEY email (email))',
        after: { up: 'DROP INDEX email ON users' },
        up: 'CREATE UNIQUE INDEX email ON users (net, email)',
      },
      {
        title: 'the old table is put aside, and its index goes to the new one',
        dialect: 'sqlite',
        given:
          'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX users_email ON users (lower(email), id)',
        up: `ALTER TABLE users RENAME TO users_old;
DROP INDEX users_email;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, plan TEXT);
INSERT INTO users (id, email) SELECT id, email FROM users_old;
DROP TABLE users_old;
CREATE UNIQUE INDEX users_email ON users (lower(email), id);`,
      },
      {
        title: 'a table that is made here from the keys of others',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY)',
        up: `CREATE TABLE inbox AS SELECT id AS user_id, NULL::int AS team_id FROM users UNION ALL SELECT NULL, id FROM teams;
ALTER TABLE inbox ADD UNIQUE (user_id), ADD UNIQUE (team_id);`,
      },
      {
        title: 'a table that is made here from the keys of others, which are joined on theirs',
        given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int PRIMARY KEY, shop_id int);
CREATE TABLE saved (user_id int, cart_id int, PRIMARY KEY (user_id, cart_id));
CREATE TABLE liked (user_id int, shop_id int, PRIMARY KEY (user_id, shop_id));`,
        up: `CREATE TABLE marked AS
SELECT s.user_id, c.shop_id AS owner_id, s.cart_id, NULL::int AS shop_id FROM saved s, users u, carts c
WHERE s.user_id = u.id AND s.cart_id = c.id
UNION ALL SELECT l.user_id, l.shop_id, NULL::int, l.shop_id FROM liked l JOIN users u ON u.id = l.user_id;
ALTER TABLE marked ADD UNIQUE (user_id, cart_id), ADD UNIQUE (user_id, shop_id);`,
      },
      {
        title: 'keys of two tables, told apart by the text before them',
        given: 'CREATE TABLE carts (id serial PRIMARY KEY); CREATE TABLE orders (id serial PRIMARY KEY)',
        up: `CREATE TABLE papers (code text NOT NULL);
INSERT INTO papers (code) SELECT 'cart_' || c.id FROM carts c;
INSERT INTO papers (code) SELECT 'order_' || o.id FROM orders o;
CREATE UNIQUE INDEX papers_code ON papers (code);`,
      },
      {
        title: 'a materialized view that is made here, to be refreshed concurrently',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'CREATE MATERIALIZED VIEW ids AS SELECT id FROM users; CREATE UNIQUE INDEX ids_id ON ids (id)',
      },
      {
        title: 'a rebuild with the same keys',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
        up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE, plan TEXT);
INSERT INTO users_new (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;`,
      },
      {
        title: 'an index that is built anew with a weaker condition',
        given: `CREATE TABLE lines (id int, parent int, ref text, deleted_at timestamptz);
CREATE UNIQUE INDEX lines_ref ON lines (parent, ref) WHERE ref IS NOT NULL AND deleted_at IS NULL;`,
        up: `DROP INDEX CONCURRENTLY lines_ref;
CREATE UNIQUE INDEX CONCURRENTLY lines_ref ON lines (parent, ref) WHERE deleted_at IS NULL;`,
        transaction: 'none',
      },
      {
        title: 'the duplicates are deleted first',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))',
        up: `DELETE newer FROM users newer JOIN users older ON newer.email = older.email WHERE newer.id > older.id;
CREATE UNIQUE INDEX users_email ON users (email);`,
      },
      {
        title: 'an UPDATE takes all but one out of the index by its condition',
        given: 'CREATE TABLE requests (id int PRIMARY KEY, author int, state text)',
        up: `WITH ranked AS (
  SELECT id, row_number() OVER (PARTITION BY author ORDER BY id DESC) AS place FROM requests WHERE state <> 'cancelled'
)
UPDATE requests SET state = 'cancelled' WHERE id IN (SELECT id FROM ranked WHERE place > 1);
CREATE UNIQUE INDEX requests_author ON requests (author) WHERE state <> 'cancelled';`,
      },
      {
        title: 'a column that a rebuild adds, and fills with NULL',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER)',
        up: `CREATE TABLE new_users (id INTEGER PRIMARY KEY, team INTEGER, phone TEXT);
INSERT INTO new_users (id, team, phone) SELECT id, team, NULL FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE UNIQUE INDEX users_phone ON users (team, phone);`,
      },
      {
        title: 'the duplicates are deleted first, by an expression',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
        up: `DELETE FROM users WHERE id NOT IN (SELECT min(id) FROM users GROUP BY lower(email));
CREATE UNIQUE INDEX users_email ON users (lower(email));`,
      },
      {
        title: 'a table that this deploy has made',
        up: 'CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE UNIQUE INDEX users_email ON users (email)',
      },
      {
        title: 'a column that this deploy added',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100); CREATE UNIQUE INDEX users_email ON users (email)',
      },
      {
        title: 'a new column, which each row is given a value of its own',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN code text NOT NULL DEFAULT '';
UPDATE users SET code = gen_random_uuid();
CREATE UNIQUE INDEX users_code ON users (code);`,
      },
      {
        title: 'an expression of a column that this deploy added',
        given: 'CREATE TABLE users (id int, team int)',
        up: 'ALTER TABLE users ADD COLUMN email text; CREATE UNIQUE INDEX users_email ON users (team, lower(email))',
      },
      {
        title: 'a key that compares byte by byte, beside one that does not',
        given: 'CREATE TABLE files (id int, name text); CREATE UNIQUE INDEX files_name ON files (name)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY files_name_c ON files (name COLLATE "C", id)',
        transaction: 'none',
      },
      {
        title: 'the key that was the primary key, after another column was filled',
        given: 'CREATE TABLE zips (code text PRIMARY KEY, id int)',
        up: `UPDATE zips SET id = v.id FROM (VALUES ('1', 1), ('2', 2)) v (code, id) WHERE v.code = zips.code;
ALTER TABLE zips DROP CONSTRAINT zips_pkey, ADD CONSTRAINT zips_code UNIQUE (code);`,
      },
      {
        title: 'a key that is made again when its columns have other names',
        given: 'CREATE TABLE stats (a int, b int); CREATE UNIQUE INDEX stats_a_b ON stats (a, b)',
        up: `DROP INDEX stats_a_b;
ALTER TABLE stats RENAME COLUMN a TO user_id;
ALTER TABLE stats RENAME COLUMN b TO channel_id;
CREATE UNIQUE INDEX stats_user_channel ON stats (user_id, channel_id);`,
      },
      {
        title: 'an index that was built before',
        given: 'CREATE TABLE users (id int, email text); CREATE UNIQUE INDEX users_email ON users (email)',
        up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email',
      },
      {
        title: 'columns that are unique already',
        given: 'CREATE TABLE users (id int PRIMARY KEY, email text)',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_id_email ON users (id, email)',
        transaction: 'none',
      },
    ],
  },

  checkOperation: {
    'insert-rows': copiedIntoKeys,
    'add-constraint'({ table, constraint, usingIndex }, context) {
      if (constraint.type !== 'unique' || usingIndex !== undefined) return undefined
      return unlessKept(unique(table, constraint, context), constraint.name, context)
    },
    'add-column'({ table, column, constraints }, context) {
      const isKey = constraints.some(({ type }) => type === 'unique' || type === 'primary-key')
      const isSame = holdsConstant(column) || context.traits.addRequiredColumn(column) === 'implicit-value'
      if (!isKey || !isSame || context.isNew(table)) return undefined
      return allTheSame(table, [column.name])
    },
    'create-index'({ index, ifNotExists }, context) {
      if (!index.unique || (ifNotExists && indexOfThatName(index, context.before) !== undefined))
        return undefined
      const columns = index.parts.map(part => part.column ?? part.expression ?? '')
      return unlessKept(unique(index.table, { ...index, columns }, context), index.name, context)
    },
  },
}

/** The script drops an index of the name first, which no migration makes. */
function unlessKept(
  problem: Problem | undefined,
  name: string | undefined,
  context: OperationContext,
): Problem | undefined {
  const dropped = droppedUnseen(name, context)
  if (problem === undefined || dropped === undefined || problem.severity !== undefined) return problem
  return {
    ...problem,
    severity: 'info',
    message: `${problem.message.replace(/\.$/, '')}, unless the index of that name that line ${dropped} drops has kept them apart.`,
    instead: `If it has, leave both statements out where nothing between them needs it gone. If not: ${problem.instead}`,
  }
}

/** IF EXISTS before it, the code may have made it; else it is there, and a name may say what it is. */
function droppedUnseen(
  name: string | undefined,
  { replayedScript, step, before }: OperationContext,
): number | undefined {
  if (name === undefined) return undefined
  return earlierStepsOf(replayedScript.steps, step, 'drop-index', 'drop-constraint').find(
    ({ operation, before: then }) =>
      (operation.ifExists || /uniq/i.test(name)) &&
      operation.name !== undefined &&
      sameColumn(before, operation.name, name) &&
      !isKnownKey(operation.name, operation.table, then),
  )?.statement.location.line
}

function isKnownKey(name: string, table: ObjectName | undefined, schema: SchemaState): boolean {
  const known = table === undefined ? tableOfIndex(schema, name) : findTable(schema, table)
  return (
    known !== undefined &&
    (findIndex(known, name, schema.semantics) ?? findConstraint(known, name, schema.semantics)) !== undefined
  )
}

/** The new table of a rebuild has a key that the old one has not. */
function copiedIntoKeys(
  operation: OperationOf<'insert-rows'>,
  context: OperationContext,
): readonly Problem[] {
  const source = copiedTable(operation, context)
  const target = context.tableBefore(operation.table)
  // A table that was first seen in the middle of its life may have had the same keys.
  if (source?.complete !== true || target === undefined) return []
  const copied = copiedColumns(operation, target)
  // Where the old table was put aside under another name, its keys have gone to the new one.
  const asItWas = [context.replayedScript.before, context.deployed].flatMap(
    schema => findTable(schema, operation.table) ?? [],
  )
  const wasUnique = (columns: readonly string[]): boolean =>
    asItWas.some(table => hasUniqueKey(table, { columns }, context.before))
  const isKept = (column: string): boolean =>
    copied.some(([to, from]) => sameColumn(context.before, to.name, column) && plainName(from) === column)
  return keysOf(target).flatMap(columns => {
    const isNewKey = columns.every(isKept) && !wasUnique(columns)
    const problem = isNewKey ? unique(source.name, { columns }, context) : undefined
    if (problem === undefined) return []
    if (!leavesOutRows(context.statement) && !operation.replace) return [problem]
    // OR IGNORE keeps the first, OR REPLACE the last (measured: SQLite 3.50.4).
    const fate = operation.replace ? 'takes the place of the other' : 'is not copied'
    const message = `Of two rows of ${source.name} with the same ${listWords(columns)} one ${fate}, and the lost one is gone when the old table is dropped.`
    return [{ ...problem, severity: 'error' as const, message }]
  })
}

function keysOf({ constraints, indexes }: Table): readonly (readonly string[])[] {
  return [
    ...constraints.filter(({ type }) => type === 'unique' || type === 'primary-key').map(columnsOf),
    ...indexes
      .filter(({ unique: isUnique, where }) => isUnique && where === undefined)
      .map(({ parts }) => parts.flatMap(({ column }) => column ?? [])),
  ].filter(columns => columns.length > 0)
}

function unique(table: ObjectName, key: UniqueKey, context: OperationContext): Problem | undefined {
  const { columns, where, parts = [] } = key
  const named = columns.flatMap(column => (isName(column) ? [column] : namesIn(column)))
  if (context.isNew(table) || hasWrittenRowsOnly(table, context)) return undefined
  if (columns.every(isName) && isSameInEveryRow(table, columns, context)) return allTheSame(table, columns)
  if (named.some(column => context.isNewColumn(table, column))) return undefined
  const isNullApart = key.nullsNotDistinct !== true
  if (isNullApart && named.some(column => isCopiedAsNull(table, column, context))) return undefined
  if (isUniqueAlready(table, key, context) || isViewOfScript(table, context)) return undefined
  if (columns.some(column => isFilledFromKey(table, column, context))) return undefined
  if (deduplicatedFirst(table, { columns, where }, context) !== undefined) return undefined
  const { traits } = context
  const lengths = columns.map((_, place) => parts[place]?.length)
  const compared = columns.map((column, place) => {
    const quoted = isName(column) ? traits.quote(column) : column
    return lengths[place] === undefined ? quoted : `LEFT(${quoted}, ${lengths[place]})`
  })
  const what = compared.join(', ')
  const same = columns.map((column, place) =>
    lengths[place] === undefined ? column : `beginning of ${column} (${lengths[place]})`,
  )
  // NULL is equal to nothing, not to another NULL either (measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.40).
  const compares = columns.flatMap(column =>
    isNullApart && isName(column) && columnIn(context.before, table, column)?.nullable !== false
      ? [`${traits.quote(column)} IS NOT NULL`]
      : [],
  )
  const asked = [...(where === undefined ? [] : [compares.length === 0 ? where : `(${where})`]), ...compares]
  const only = asked.length === 0 ? '' : ` WHERE ${asked.join(' AND ')}`
  const query = `SELECT ${what}, count(*) FROM ${sqlName(table, traits)}${only} GROUP BY ${what} HAVING count(*) > 1`
  const filling = rowsOfDeploy(table, context)
  if (filling !== undefined) {
    const queries =
      columns.every(isName) && isNullApart && where === undefined
        ? keyedQueries(table, columns, context)
        : undefined
    if (queries !== undefined) return inSeveralQueries(table, columns, queries, context)
    return {
      severity: 'info',
      message: `Two of the rows that the ${filling.text} ${filling.isSeveral ? 'put' : 'puts'} into ${table} with the same ${listWords(columns)} stop the statement.`,
      instead: filling.needsDeploy
        ? `Look for duplicates in what ${filling.isSeveral ? 'they take them' : 'it takes them'} from: the deploy makes ${listWords(filling.needsDeploy)}, and before it the SELECT does not run.`
        : `Run ${filling.isSeveral ? 'each' : 'its'} SELECT first, and look for duplicates in what it gives.`,
      objects: [table],
    }
  }
  const fresh = named.find(column => isMadeByRebuild(table, column, context))
  if (fresh !== undefined) return madeByRebuild(table, columns, fresh, context)
  const limit = where === undefined ? '' : ` where ${shortened(withoutQualifiers(where))}`
  const changed = changedByCode(table, { columns, where }, context)
  const unless =
    changed === undefined
      ? ''
      : `, unless the code before has kept them apart, which changes rows in line ${changed.statement.location.line}`
  const sure =
    changed === undefined
      ? ''
      : ' Make sure that the code leaves one row of each: try it on a copy of the rows.'
  if (context.isMade(table)) {
    return {
      severity: 'info',
      message: `Two rows of ${table} with the same ${listWords(same)}${limit} stop the statement${unless === '' ? ': those' : `${unless}: two of those`} that the deploy, which makes the table, puts there.`,
      instead: `Look for duplicates in what it takes them from: before the deploy there is no such table to ask.${sure}`,
      objects: [table],
    }
  }
  return {
    ...(changed !== undefined && { severity: 'info' as const }),
    message: columns.some(isConstant)
      ? `More than one row in ${table}${limit} stops the statement.`
      : `Two rows of ${table} with the same ${listWords(same)}${limit} stop the statement${unless}.`,
    instead: columns.some(isConstant)
      ? `Look how many rows there are first: SELECT count(*) FROM ${sqlName(table, traits)}${where === undefined ? '' : ` WHERE ${where}`}.`
      : changed === undefined
        ? `Look for duplicates first: ${query}. Merge or delete them before this migration.`
        : `Look for duplicates first: ${query}.${sure}`,
    objects: [table],
  }
}

/** Which rows it is, the migration's code finds out when it runs, and picks them by a key: they may be the duplicates. */
function changedByCode(
  table: ObjectName,
  { columns, where = '' }: Pick<UniqueKey, 'columns' | 'where'>,
  { before, replayedScript: { steps }, step }: OperationContext,
): Step | undefined {
  const deciding = [...columns, where].flatMap(namesIn)
  const known = findTable(before, table)
  const isKey = (name: string): boolean =>
    known !== undefined && hasUniqueKey(known, { columns: [name] }, before)
  return earlierSteps(steps, step, table, 'update-rows', 'delete-rows').find(
    ({ operation, statement }) =>
      statement.reading === 'recorded' &&
      operation.filter === 'present' &&
      namesIn(operation.where ?? '').some(isKey) &&
      (operation.kind === 'delete-rows' ||
        operation.columns.some(column => deciding.some(name => sameColumn(before, name, column)))),
  )
}

/** Each query gives no value twice: only one that two of them give is a duplicate. */
function inSeveralQueries(
  table: ObjectName,
  columns: readonly string[],
  queries: readonly KeyedQuery[],
  { deployed, traits }: OperationContext,
): Problem | undefined {
  const pairs = queries.flatMap((one, place) =>
    queries.slice(place + 1).flatMap(other => (areApart(one, other) ? [] : [[one, other] as const])),
  )
  const [pair] = pairs
  if (pair === undefined) return undefined
  const asked = pair.map(query => askedBefore(query, deployed, traits))
  const lines = pair.map(({ step }) => step.statement.location.line)
  const places = lines[0] === lines[1] ? `in line ${lines[0]}` : `in lines ${listWords(lines.map(String))}`
  const others = pairs.length === 1 ? '' : ' The same goes for other two of its queries.'
  return {
    severity: 'info',
    message: `A row with the same ${listWords(columns)} from two of the queries that fill ${table} stops the statement (${places}); each of them alone gives none twice.`,
    instead:
      asked.includes(undefined) || asked[0] === asked[1]
        ? `Look what both give, in the tables that they read: ${listWords([...new Set(pair.map(each => each.table))])}.`
        : `Look first what both give, NULL apart: ${asked.join(' INTERSECT ')}.${others}`,
    objects: [table],
  }
}

/** The query that gives its values, if it runs before the deploy; else what the table has. */
function askedBefore(
  { branch, table, refs }: KeyedQuery,
  deployed: SchemaState,
  traits: OperationContext['traits'],
): string | undefined {
  const known = findTable(deployed, table)
  if (known === undefined || refs.some(ref => ref === undefined)) return undefined
  const isThere = branch.sources.every(source => findTable(deployed, source.table) !== undefined)
  const names = refs.map(ref => {
    const column = traits.quote(ref?.name ?? '')
    return isThere && ref?.of !== undefined ? `${traits.quote(ref.of)}.${column}` : column
  })
  if (refs.some(ref => findColumn(known, ref?.name ?? '', deployed.semantics) === undefined)) return undefined
  return `SELECT ${names.join(', ')} ${isThere ? branch.from.replace(/\s+/g, ' ') : `FROM ${sqlName(table, traits)}`}`
}

/** The table was built anew with a column that it did not have: no query can look at it before. */
function isMadeByRebuild(
  table: ObjectName,
  column: string,
  { before, replayedScript }: OperationContext,
): boolean {
  const old = findTable(replayedScript.before, table)
  return (
    old?.complete === true &&
    columnIn(before, table, column) !== undefined &&
    columnIn(replayedScript.before, table, column) === undefined &&
    renamesTo(replayedScript.steps, table).length > 0 &&
    !stepsOn(replayedScript.steps, table, 'rename-column').some(({ operation }) =>
      sameColumn(before, operation.to, column),
    )
  )
}

function madeByRebuild(
  table: ObjectName,
  columns: readonly string[],
  fresh: string,
  { before, replayedScript: { steps }, step }: OperationContext,
): Problem | undefined {
  const names = [table, ...renamesTo(steps, table).map(({ operation }) => operation.table)]
  const filling = names
    .flatMap(name => earlierSteps(steps, step, name, 'update-rows', 'insert-rows'))
    .findLast(
      ({ operation: { kind, columns: written } }) =>
        (kind === 'insert-rows' && written.length === 0) ||
        written.some(each => sameColumn(before, each, fresh)),
    )
  const value = columnIn(before, table, fresh)?.default
  if (filling === undefined && value !== undefined) return allTheSame(table, columns)
  // NULL in every row is no duplicate.
  if (filling === undefined) return undefined
  return {
    message: `Two rows of ${table} that line ${filling.statement.location.line} gives the same ${listWords(columns)} stop the statement.`,
    instead: `Look first whether it does: ${fresh} is new, so run the query of line ${filling.statement.location.line} on the tables as they are, and look for duplicates in what it gives.`,
    objects: [table],
  }
}

/** `"users"."plan" = 'free'`: a condition is on the index's own table. */
function withoutQualifiers(where: string): string {
  return where
    .split(/('(?:[^']|'')*')/)
    .map((part, place) =>
      place % 2 === 1 ? part : part.replace(/"(\w+)"/g, '$1').replace(/\b[a-z_]\w*\./gi, ''),
    )
    .join('')
}

function allTheSame(table: ObjectName, columns: readonly string[]): Problem {
  return {
    message: `Every row of ${table} has the same ${listWords(columns)}, as this script adds it: two rows stop the statement.`,
    severity: 'error',
    instead: 'Add the column without a default, give each row a value of its own, and build the key then.',
    objects: [table],
  }
}

/** Rows that the deploy itself has written into a table of its own, value by value: they are the same on every server,
 * and the first run shows whether two are. */
function hasWrittenRowsOnly(
  table: ObjectName,
  { replayedScript: { steps, before }, step }: OperationContext,
): boolean {
  const isMadeHere = stepsOn(steps, table, 'create-table').some(
    ({ operation }) => operation.asSelect !== true && !operation.ifNotExists,
  )
  if (!isMadeHere || findTable(before, table) !== undefined) return false
  if (stepsOf(steps, 'rename-table').some(({ operation }) => operation.to === table)) return false
  return earlierSteps(steps, step, table, 'insert-rows').every(
    ({ operation, statement }) =>
      operation.copiesFrom === undefined &&
      !/\bselect\b/i.test(statement.text) &&
      statement.conditions === undefined,
  )
}

/** Its query is written for the key that a REFRESH … CONCURRENTLY wants. */
function isViewOfScript(name: ObjectName, { replayedScript }: OperationContext): boolean {
  return stepsMaking(replayedScript.steps, name).some(
    ({ operation }) => operation.objectType === 'materialized-view',
  )
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text)
}

/** `((true))`: one row only. */
function isConstant(text: string): boolean {
  return /^\(*(?:true|false|\d+)\)*$/i.test(text)
}
