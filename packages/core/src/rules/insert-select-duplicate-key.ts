import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import type { Step } from '../schema/replay.ts'
import type { Table } from '../schema/schema-state.ts'
import { placeWithFile } from './deploy/later-in-deploy.ts'
import { tableNamedLater } from './deploy/used-later.ts'
import type { Problem } from './finding.ts'
import { plainKeys } from './keys/plain-keys.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { readsColumn } from './rows/reads-column.ts'
import {
  type ColumnRef,
  type SelectBranch,
  type SelectedValue,
  selectBranches,
} from './rows/select-branches.ts'
import { dropsInWords, sourceDrops } from './rows/sources-dropped-later.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const insertSelectDuplicateKey: Rule = {
  id: 'insert-select-duplicate-key',
  category: 'data-dependent',
  severity: 'warning',
  title: 'INSERT … SELECT fills a key of a table in use, where a row with the same values may be.',
  why: `The first such row stops the statement, and the deploy with it. A test database, where nobody has used the table,
does not show it.`,
  instead: `Say what is to happen to a row that is there: ON CONFLICT … DO UPDATE or DO NOTHING (in MySQL and MariaDB ON
DUPLICATE KEY UPDATE), or leave such rows out of the SELECT with NOT EXISTS. Where what is selected is dropped afterwards, do not pass over such a row.`,
  sources: ['measured: PostgreSQL 15, error 23505; MariaDB 10.11, error 1062; SQLite 3.40'],
  examples: {
    flagged: [
      {
        title: 'a flag moves to a table that has a row for some already',
        given: `CREATE TABLE people (id int PRIMARY KEY, site_id int NOT NULL, banned boolean NOT NULL);
CREATE TABLE people_on_sites (person_id int, site_id int, followed boolean, banned boolean, PRIMARY KEY (person_id, site_id))`,
        up: `INSERT INTO people_on_sites (person_id, site_id, banned)
SELECT id, site_id, true FROM people WHERE banned;`,
        instead: `INSERT INTO people_on_sites (person_id, site_id, banned)
SELECT id, site_id, true FROM people WHERE banned
ON CONFLICT (person_id, site_id) DO UPDATE SET banned = true;`,
      },
      {
        title: 'names of one table among those of another',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY, url varchar(100) NOT NULL);
CREATE TABLE teams (id int AUTO_INCREMENT PRIMARY KEY, url varchar(100) NOT NULL UNIQUE, owner_id int)`,
        up: 'INSERT INTO teams (url, owner_id) SELECT u.url, u.id FROM users u',
        instead: `INSERT INTO teams (url, owner_id) SELECT u.url, u.id FROM users u
WHERE NOT EXISTS (SELECT 1 FROM teams WHERE teams.url = u.url)`,
      },
    ],
    allowed: [
      {
        title: 'what happens to a row that is there is said',
        given: `CREATE TABLE people (id int PRIMARY KEY, banned boolean);
CREATE TABLE notes (person_id int PRIMARY KEY, banned boolean)`,
        up: `INSERT INTO notes (person_id, banned) SELECT id, true FROM people WHERE banned ON CONFLICT DO NOTHING`,
      },
      {
        title: 'INSERT IGNORE leaves the row that is there',
        dialect: 'mysql',
        given: `CREATE TABLE people (id int PRIMARY KEY, banned boolean);
CREATE TABLE notes (person_id int PRIMARY KEY, banned boolean)`,
        up: 'INSERT IGNORE INTO notes (person_id, banned) SELECT id, true FROM people WHERE banned',
      },
      {
        title: 'such rows are left out',
        dialect: 'mysql',
        given: `CREATE TABLE people (id int PRIMARY KEY, banned boolean);
CREATE TABLE notes (person_id int PRIMARY KEY, banned boolean)`,
        up: `INSERT INTO notes (person_id, banned) SELECT people.id, true FROM people
LEFT JOIN notes ON notes.person_id = people.id WHERE notes.person_id IS NULL`,
      },
      {
        title: 'one part of the key is said in the migration: a right that no row has yet',
        given: `CREATE TABLE roles (id int PRIMARY KEY);
CREATE TABLE rights (role_id int, name text, PRIMARY KEY (role_id, name))`,
        up: "INSERT INTO rights (role_id, name) SELECT id, 'export' FROM roles",
      },
      {
        title: 'the deploy has put in what the key is of',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE teams (id serial PRIMARY KEY, owner_id int); CREATE TABLE members (team_id int, user_id int, PRIMARY KEY (team_id, user_id))`,
        up: `ALTER TABLE teams ADD COLUMN is_own boolean NOT NULL DEFAULT false;
INSERT INTO teams (owner_id, is_own) SELECT id, true FROM users;
INSERT INTO members (team_id, user_id) SELECT id, owner_id FROM teams WHERE is_own;`,
      },
      {
        title: 'a table that the deploy makes',
        given: 'CREATE TABLE people (id int PRIMARY KEY, banned boolean)',
        up: `CREATE TABLE bans (person_id int PRIMARY KEY);
INSERT INTO bans (person_id) SELECT id FROM people WHERE banned;`,
      },
    ],
  },

  checkOperation: {
    'insert-rows'(operation, context) {
      const { table, replace, ignoresErrors } = operation
      const known = context.tableBefore(table)
      if (known === undefined || replace || ignoresErrors === true) return undefined
      if (context.direction === 'down' || context.isMade(table)) return undefined
      const { steps } = context.replayedScript
      if (earlierSteps(steps, context.step, table, 'delete-rows', 'truncate-table').length > 0)
        return undefined
      const branches = selectBranches(context.statement.text) ?? []
      for (const branch of branches.filter(each => readsOthersOnly(each, table, context))) {
        const key = plainKeys(known)
          .filter(({ unique }) => unique)
          .map(each => keyTaken(each.columns, operation, known, branch, context))
          .find(each => each !== undefined)
        if (key !== undefined) return duplicate(operation, key, branch, context)
      }
      return undefined
    },
  },
}

/** A column of the key, and what is selected for it. */
interface Taken {
  readonly column: string
  readonly from: Extract<SelectedValue, { kind: 'column' }>
}

/** Tables from before, whose rows are not the deploy's own. */
function readsOthersOnly({ sources }: SelectBranch, table: ObjectName, context: OperationContext): boolean {
  const { before, deploySteps, step, isMade } = context
  return (
    sources.length > 0 &&
    !sources.some(
      each =>
        isMade(each.table) ||
        sameObject(before, each.table, table) ||
        earlierSteps(deploySteps, step, each.table, 'insert-rows').length > 0,
    )
  )
}

/** Each column of the key takes that of a row; undefined where one is new, is left out, or has another value. */
function keyTaken(
  key: readonly string[],
  { table, columns }: OperationOf<'insert-rows'>,
  known: Table,
  { items }: SelectBranch,
  context: OperationContext,
): readonly Taken[] | undefined {
  const { before, isNewColumn } = context
  if (isMadeUp(key, known, context)) return undefined
  const into = columns.length > 0 ? columns : [...known.columns.values()].map(({ name }) => name)
  const taken = key.flatMap((column): readonly Taken[] => {
    const value = items[into.findIndex(each => sameColumn(before, each, column))]?.value
    return value?.kind === 'column' && !isNewColumn(table, column) ? [{ column, from: value }] : []
  })
  return taken.length === key.length ? taken : undefined
}

/** `id` in letters is made up for one row alone, in whichever table it is. */
function isMadeUp(
  [column = '', ...more]: readonly string[],
  known: Table,
  { before }: OperationContext,
): boolean {
  const type = columnIn(before, known.name, column)?.type?.name ?? ''
  return more.length === 0 && /^(?:id|uuid|guid)$/i.test(column) && !/int|serial|numeric|decimal/.test(type)
}

function duplicate(
  operation: OperationOf<'insert-rows'>,
  key: readonly Taken[],
  branch: SelectBranch,
  context: OperationContext,
): Problem {
  const { table } = operation
  const names = key.map(({ column }) => column)
  const look = key.every(({ from }) => from.prefix === '')
    ? ` ${rowsThere(table, key, branch, context)} says how many there are.`
    : ''
  return {
    message: `A row of ${table} with the same ${listWords(names)} as one that is selected stops the statement: ${names.length === 1 ? 'it has' : 'they have'} to be unique.`,
    instead: `${wayOut(operation, names, context)}${look}`,
    objects: [table],
  }
}

function wayOut(
  { table, columns }: OperationOf<'insert-rows'>,
  key: readonly string[],
  context: OperationContext,
): string {
  const { before, traits } = context
  const isUpsert = traits.updatesOnDuplicateKey === true
  const reader = readBackOtherwise(table, key, context)
  if (reader !== undefined) {
    return `Give one of the two rows another ${listWords(key)} before this statement. Such a row cannot be passed over or written into: ${placeWithFile(reader, context)} reads ${table} again, needs a new row for each that is selected, and would miss it or take another's.`
  }
  const rest = columns.filter(column => !key.some(each => sameColumn(before, each, column)))
  const drops = rest.length === 0 ? [] : sourceDrops(table, context)
  if (drops.length > 0) {
    const values = rest.map(each =>
      isUpsert
        ? `${traits.quote(each)} = VALUES(${traits.quote(each)})`
        : `${traits.quote(each)} = excluded.${traits.quote(each)}`,
    )
    const change = isUpsert
      ? 'ON DUPLICATE KEY UPDATE'
      : `ON CONFLICT (${key.map(traits.quote).join(', ')}) DO UPDATE SET`
    return `Give such a row the values: ${change} ${values.join(', ')} at the end. Do not pass over it: with ${listWords(dropsInWords(drops, context))} they would be gone.`
  }
  const said = isUpsert
    ? 'ON DUPLICATE KEY UPDATE'
    : `ON CONFLICT (${key.map(traits.quote).join(', ')}) DO UPDATE or DO NOTHING`
  return `Say what is to happen to such a row: ${said} at the end, or NOT EXISTS in the SELECT.`
}

/** A statement behind this one that fills another table, and finds the new rows by something else than the key. */
function readBackOtherwise(
  table: ObjectName,
  key: readonly string[],
  context: OperationContext,
): Step | undefined {
  const { before } = context
  return tableNamedLater(table, context).find(
    ({ operation, statement: { text } }) =>
      (operation.kind === 'insert-rows' || operation.kind === 'update-rows') &&
      !sameObject(before, operation.table, table) &&
      !key.every(each => readsColumn(text, table, each, text, before)),
  )
}

function rowsThere(
  table: ObjectName,
  key: readonly Taken[],
  { from }: SelectBranch,
  { traits }: OperationContext,
): string {
  const own = key.map(({ column }) => traits.quote(column)).join(', ')
  const columnOf = ({ of, name }: ColumnRef): string =>
    of === undefined ? traits.quote(name) : `${traits.quote(of)}.${traits.quote(name)}`
  const selected = key.map(each => columnOf(each.from.ref)).join(', ')
  return `SELECT count(*) FROM ${sqlName(table, traits)} WHERE ${key.length === 1 ? own : `(${own})`} IN (SELECT ${selected} ${from.replace(/\s+/g, ' ')})`
}
