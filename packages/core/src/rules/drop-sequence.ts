import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { isMadeInDeploy } from './deploy/made-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameObject } from './names/known-columns.ts'
import { droppedObjects } from './objects/dropped-object.ts'
import type { OperationContext, Rule } from './rule.ts'
import { sqlName } from './wording/sql-name.ts'

export const dropSequence: Rule = {
  id: 'drop-sequence',
  category: 'compatibility',
  severity: 'warning',
  title: 'A sequence is dropped or set back: it forgets which numbers it has given out.',
  why: `Code that asks a dropped one for a number fails. One that is made again or restarted gives out numbers twice: an INSERT
fails on the key, or takes over what refers to the old number.`,
  instead: `Note its last value first, and let what numbers the rows from then on start behind the greatest number that they have.`,
  sources: ['PostgreSQL manual, ALTER SEQUENCE, RESTART'],
  examples: {
    flagged: [
      {
        title: 'a sequence',
        given: 'CREATE SEQUENCE order_numbers',
        up: 'DROP SEQUENCE order_numbers',
        instead: { noSql: 'the code has to stop asking it for numbers first' },
      },
      {
        title: 'one that starts again',
        given: 'CREATE SEQUENCE order_numbers',
        up: 'ALTER SEQUENCE order_numbers RESTART WITH 1',
        instead: { noSql: 'how far it has come, the database has to tell' },
      },
      {
        title: 'one that goes on at a number that the script says',
        given: 'CREATE SEQUENCE order_numbers',
        up: "SELECT setval('order_numbers', 1, false)",
        instead: { noSql: 'how far it has come, the database has to tell' },
      },
      {
        title: 'the numbers of an identity column',
        given: 'CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
        up: 'ALTER TABLE orders ALTER COLUMN id RESTART WITH 1',
        instead: "SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders))",
      },
      {
        title: 'MariaDB puts a new one in its place',
        dialect: 'mariadb',
        given: 'CREATE SEQUENCE order_numbers',
        up: 'CREATE OR REPLACE SEQUENCE order_numbers',
        instead: 'CREATE SEQUENCE IF NOT EXISTS order_numbers',
      },
    ],
    allowed: [
      {
        title: 'to where the rows are',
        given: 'CREATE TABLE users (id serial PRIMARY KEY)',
        up: "SELECT setval('users_id_seq', (SELECT max(id) FROM users))",
      },
      {
        title: 'a new table counts on behind the rows that it was given',
        given: 'CREATE TABLE users (id int)',
        up: `CREATE TABLE plans (id bigserial PRIMARY KEY, name text);
INSERT INTO plans (id, name) VALUES (1, 'free'), (2, 'team');
ALTER SEQUENCE plans_id_seq RESTART WITH 3;`,
      },
      {
        title: 'its column holds no numbers any more',
        given: 'CREATE TABLE hooks (id serial PRIMARY KEY)',
        up: 'ALTER TABLE hooks ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE text; DROP SEQUENCE hooks_id_seq',
      },
      {
        title: 'its column counts on as an identity from a number that is said',
        given: 'CREATE TABLE users (id serial PRIMARY KEY)',
        up: `ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE users_id_seq;
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (RESTART 5000);`,
      },
      {
        title: 'the column that drew from it goes too',
        given: `CREATE SEQUENCE cache_ids;
CREATE TABLE cache (id int DEFAULT nextval('cache_ids') PRIMARY KEY, data text);`,
        up: 'ALTER TABLE cache DROP COLUMN id; DROP SEQUENCE cache_ids',
      },
      {
        title: 'the table that drew from it goes too',
        given: `CREATE SEQUENCE message_ids;
CREATE TABLE messages (id int DEFAULT nextval('message_ids'::text) PRIMARY KEY, data text);`,
        up: 'DROP SEQUENCE message_ids; DROP TABLE messages',
      },
      {
        title: 'the code numbers the rows from then on, of which drop-default tells',
        given: `CREATE SEQUENCE payout_ids;
CREATE TABLE payouts (id bigint DEFAULT nextval('payout_ids') PRIMARY KEY);`,
        up: 'ALTER TABLE payouts ALTER COLUMN id DROP DEFAULT; DROP SEQUENCE payout_ids',
      },
      {
        title: 'the table that it is named after goes too, of which no migration tells what drew from it',
        up: 'DROP SEQUENCE message_ids; DROP TABLE messages',
      },
      {
        title: 'a column that no migration makes, and the sequence of its name',
        up: 'ALTER TABLE cache DROP COLUMN cache_id; DROP SEQUENCE cache_ids',
      },
      {
        title: 'one that this script makes, and then gives a start',
        up: 'CREATE SEQUENCE order_numbers; ALTER SEQUENCE order_numbers RESTART WITH 2000',
      },
      {
        title: 'one that this script makes',
        up: 'CREATE SEQUENCE order_numbers; DROP SEQUENCE order_numbers',
      },
    ],
  },

  checkOperation: {
    'alter-object'({ objectType, name, change }, context) {
      const { after, before, isMade } = context
      const [, word, restart] = /\b(restart|setval)(?: (\S+))?/.exec(change) ?? []
      if (objectType !== 'sequence' || word === undefined) return undefined
      // To a number that the database tells.
      if (word === 'setval' && !/^\d+$/.test(restart ?? '')) return undefined
      if (findObject(before, 'sequence', name) === undefined && after.complete) return undefined
      if (isMadeInDeploy('sequence', name, context)) return undefined
      const isOfNewTable = [...before.tables.values()].some(
        table =>
          isMade(table.name) &&
          [...table.columns.values()].some(column =>
            sameObject(before, `${table.name}_${column.name}_seq`, name),
          ),
      )
      if (isOfNewTable) return undefined
      return {
        message: `${name} starts at ${restart ?? 'its beginning'} again: if it has given out more, numbers are given out twice.`,
        objects: [name],
        ...behindTheRows(name, context),
      }
    },
    'set-column-option'({ table, column, option, value = '' }, { before, tableBefore }) {
      const [, restart] = /^restart(?: with)?(?: (\d+))?$/i.exec(value) ?? []
      const known = tableBefore(table)
      if (option !== 'identity' || known === undefined || !/^restart\b/i.test(value)) return undefined
      if (columnIn(before, table, column)?.autoIncrement === undefined) return undefined
      return {
        message: `${table}.${column} counts from ${restart ?? 'its beginning'} again: if it has given out more, numbers are given out twice.`,
        objects: [`${table}.${column}`],
      }
    },
    'create-object': ({ objectType, name, orReplace }, { before }) =>
      objectType === 'sequence' && orReplace && findObject(before, 'sequence', name) !== undefined
        ? {
            message: `The sequence ${name} is made anew: which number was given out last is forgotten.`,
            objects: [name],
          }
        : undefined,
    'drop-object': (operation, context) =>
      countsNothing(operation.name, context) && !isDrawnFrom(operation.name, context)
        ? undefined
        : droppedObjects(['sequence'], operation, context, () =>
            isCountedOn(context)
              ? 'its columns count on from another one; running code that draws from it fails'
              : 'which number was given out last is forgotten',
          ),
  },
}

/** Of a sequence that one column draws from: where it is to start. */
function behindTheRows(sequence: string, { before, traits }: OperationContext): Pick<Problem, 'instead'> {
  const drawing = [...before.tables.values()].flatMap(({ name: table, columns }) =>
    [...columns.values()].flatMap(({ name: column }) =>
      drawsFrom(before, { table, column }, sequence) || sameObject(before, `${table}_${column}_seq`, sequence)
        ? [{ table, column }]
        : [],
    ),
  )
  const [only, ...others] = drawing
  if (only === undefined || others.length > 0) return {}
  const greatest = `SELECT max(${traits.quote(only.column)}) FROM ${sqlName(only.table, traits)}`
  return {
    instead: `Start behind the greatest number that the rows have: SELECT setval('${sqlName(sequence, traits)}', (${greatest})).`,
  }
}

/** The script sets another sequence to where the rows are. */
function isCountedOn({ replayedScript: { steps } }: OperationContext): boolean {
  const set = steps.flatMap(({ statement: { text } }) =>
    [...text.matchAll(/\bsetval\s*\(\s*'"?([^'"]+)[^;]*?\bmax\s*\(/gi)].map(([, name = '']) => name),
  )
  return stepsOf(steps, 'set-default').some(({ operation, before }) => {
    const [, drawn = ''] = /\bnextval\s*\(\s*'"?([^'"]+)/i.exec(operation.default) ?? []
    return drawn !== '' && set.some(name => sameObject(before, name, drawn))
  })
}

/** The column that drew from it goes in this script, got a type without numbers in this script, or counts on from a number that is said. */
function countsNothing(sequence: string, { before, replayedScript }: OperationContext): boolean {
  const kinds = [
    'drop-table',
    'drop-column',
    'drop-default',
    'change-column-type',
    'set-column-option',
  ] as const
  return stepsOf(replayedScript.steps, ...kinds).some(
    ({ operation, statement: { text }, before: then }) =>
      (operation.kind === 'drop-column' && drawsFrom(then, operation, sequence)) ||
      // Of what INSERTs do without it, drop-default tells.
      (operation.kind === 'drop-default' &&
        drawsFrom(then, operation, sequence) &&
        isNumberedByCode(operation, replayedScript.after)) ||
      ((operation.kind === 'drop-table' || operation.kind === 'drop-column') &&
        isNamedAfterUnknown(then, operation, sequence)) ||
      (operation.kind === 'drop-table' &&
        [...(findTable(then, operation.table)?.columns.values() ?? [])].some(({ name: column }) =>
          drawsFrom(then, { table: operation.table, column }, sequence),
        )) ||
      ((operation.kind === 'change-column-type' || operation.kind === 'set-column-option') &&
        sameObject(before, `${operation.table}_${operation.column}_seq`, sequence) &&
        (operation.kind === 'change-column-type'
          ? !/int|serial|numeric|decimal/i.test(operation.type.text)
          : operation.option === 'identity' && /\b(?:re)?start\b/i.test(text))),
  )
}

function isNumberedByCode({ table, column }: OperationOf<'drop-default'>, after: SchemaState): boolean {
  const known = columnIn(after, table, column)
  return known !== undefined && known.default === undefined && known.autoIncrement === undefined
}

/** `message_ids` of messages, `cache_ids` of cache.cache_id, where no migration tells what drew from it. */
function isNamedAfterUnknown(
  schema: SchemaState,
  operation: OperationOf<'drop-table' | 'drop-column'>,
  sequence: string,
): boolean {
  const known = findTable(schema, operation.table)
  const bare = bareName(sequence).toLowerCase()
  if (operation.kind === 'drop-column') {
    const isKnown = columnIn(schema, operation.table, operation.column)?.default !== undefined
    return !isKnown && known?.complete !== true && bare.startsWith(operation.column.toLowerCase())
  }
  const [stem = ''] = bare.split('_')
  return (
    known?.complete !== true && stem.length > 2 && bareName(operation.table).toLowerCase().startsWith(stem)
  )
}

/** By a column that stays. */
function isDrawnFrom(sequence: string, { replayedScript: { after } }: OperationContext): boolean {
  return [...after.tables.values()].some(({ name: table, columns }) =>
    [...columns.values()].some(({ name: column }) => drawsFrom(after, { table, column }, sequence)),
  )
}

/** `DEFAULT nextval('order_numbers')` of the column that is dropped. */
function drawsFrom(
  schema: SchemaState,
  { table, column }: Pick<OperationOf<'drop-column'>, 'table' | 'column'>,
  sequence: string,
): boolean {
  const known = columnIn(schema, table, column)
  const [, name = ''] = /\bnextval\s*\(\s*'"?([^'"]+)/i.exec(known?.default ?? '') ?? []
  return name !== '' && sameObject(schema, name, sequence)
}
