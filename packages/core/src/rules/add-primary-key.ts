import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import { behindDeduplication } from './advice/behind-deduplication.ts'
import { keyInSteps } from './advice/key-from-index.ts'
import { dropOfTable, inPlace } from './deploy/later-in-deploy.ts'
import { neededBehind } from './deploy/needs-key.ts'
import { keysGivenUp } from './keys/keys-given-up.ts'
import { keepsTheKey } from './keys/same-key-dropped.ts'
import { isUniqueAlready } from './keys/unique-already.ts'
import { columnIn } from './names/known-columns.ts'
import { deduplicatedFirst } from './rows/deduplicated-first.ts'
import type { OperationContext, Rule } from './rule.ts'
import { isRequired } from './types/is-required.ts'
import { listWords } from './wording/list-words.ts'

export const addPrimaryKey: Rule = {
  id: 'add-primary-key',
  category: 'locking',
  severity: 'warning',
  title: 'Adding a primary key builds an index while others wait.',
  why: `PostgreSQL lets nobody read or write the table while the index is built and NOT NULL is checked. MySQL and
MariaDB write the whole table again in the new order, and reads and writes go on. NULL or a duplicate stops the statement.`,
  instead: `In PostgreSQL, build a unique index CONCURRENTLY on NOT NULL columns, outside a transaction, then ADD PRIMARY KEY
USING INDEX. In MySQL, do it at a quiet time or with an online schema change tool.`,
  sources: ['PostgreSQL manual, ALTER TABLE', 'measured: PostgreSQL 15, MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (id int NOT NULL)',
        up: 'ALTER TABLE users ADD PRIMARY KEY (id)',
      },
      {
        title: 'in place of the key before',
        given: 'CREATE TABLE users (id int PRIMARY KEY, team int NOT NULL)',
        up: 'ALTER TABLE users DROP CONSTRAINT users_pkey; ALTER TABLE users ADD PRIMARY KEY (id, team)',
      },
      {
        title: 'beside the column of the key before: the rest still locks where the column stays',
        given: 'CREATE TABLE likes (id int PRIMARY KEY, person int NOT NULL, post int NOT NULL)',
        up: 'ALTER TABLE likes DROP COLUMN id, ADD PRIMARY KEY (person, post)',
        instead: [
          {
            up: 'CREATE UNIQUE INDEX CONCURRENTLY likes_pkey_new ON likes (person, post)',
            transaction: 'none',
          },
          'ALTER TABLE likes DROP COLUMN id, ADD CONSTRAINT likes_pkey PRIMARY KEY USING INDEX likes_pkey_new',
        ],
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int NOT NULL)',
        up: 'ALTER TABLE users ADD PRIMARY KEY (id)',
        instead: { noSql: 'InnoDB keeps the rows in the order of the key, and has to write them all again' },
      },
      {
        title: 'an index that was built before, on a column that may hold NULL',
        given: 'CREATE TABLE users (id int); CREATE UNIQUE INDEX users_id ON users (id)',
        up: 'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id',
        instead: [
          'ALTER TABLE users ADD CONSTRAINT id_not_null CHECK (id IS NOT NULL) NOT VALID',
          'ALTER TABLE users VALIDATE CONSTRAINT id_not_null',
          'ALTER TABLE users ALTER COLUMN id SET NOT NULL',
          'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id',
        ],
      },
      {
        title: 'the same key under another name',
        given: 'CREATE TABLE carts (id int, CONSTRAINT orders_pkey PRIMARY KEY (id))',
        up: `ALTER TABLE carts DROP CONSTRAINT orders_pkey;
ALTER TABLE carts ADD CONSTRAINT carts_pkey PRIMARY KEY (id);`,
        instead: 'ALTER TABLE carts RENAME CONSTRAINT orders_pkey TO carts_pkey',
      },
      {
        title: 'a column whose values the server makes up',
        given: 'CREATE TABLE carts (day date)',
        up: `ALTER TABLE carts ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE carts ADD CONSTRAINT carts_pkey PRIMARY KEY (id);`,
      },
    ],
    allowed: [
      {
        title: 'a column that counts, of which mysql-table-copy tells: nothing can stop the key',
        dialect: 'mysql',
        given: 'CREATE TABLE users (name varchar(10))',
        up: 'ALTER TABLE users ADD id int NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id)',
      },
      {
        title:
          'in place of the key before, of which pk-change tells: only to drop it alone keeps writers out',
        dialect: 'mysql',
        given: 'CREATE TABLE devices (id int NOT NULL PRIMARY KEY, owner int NOT NULL)',
        up: 'ALTER TABLE devices DROP PRIMARY KEY; ALTER TABLE devices ADD PRIMARY KEY (id, owner)',
      },
      {
        title: 'an index that was built before',
        given: 'CREATE TABLE users (id int NOT NULL); CREATE UNIQUE INDEX users_id ON users (id)',
        up: 'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id',
      },
      {
        title: 'a table that the script has emptied',
        given: 'CREATE TABLE carts (id int NOT NULL, day date NOT NULL)',
        up: 'TRUNCATE carts; ALTER TABLE carts ADD PRIMARY KEY (id)',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int NOT NULL); ALTER TABLE users ADD PRIMARY KEY (id)',
      },
    ],
  },

  checkOperation: {
    'add-constraint'({ table, constraint, usingIndex }, context) {
      const { traits, effects, before } = context
      if (constraint.type !== 'primary-key') return undefined
      if (usingIndex !== undefined) {
        if (!effects.some(effect => effect.scan === true)) return undefined
        return {
          message: `Making the index ${usingIndex} the primary key of ${table} makes its columns NOT NULL: every row is read while others wait.`,
          instead: 'Set the columns NOT NULL first, with the help of a validated CHECK.',
          objects: [table],
        }
      }
      const { columns } = constraint
      const name = constraint.name ?? `${bareName(table)}_pkey`
      const isNotNull = columns.every(column => columnIn(before, table, column)?.nullable === false)
      // A new column that the server numbers has neither.
      const counts = columns.some(
        column =>
          context.isNewColumn(table, column) && columnIn(before, table, column)?.autoIncrement !== undefined,
      )
      const isAddedAlong = context.statement.operations.some(
        each => each.kind === 'add-column' && each.column.autoIncrement !== undefined,
      )
      if (counts && isAddedAlong && !traits.concurrentIndexes) return undefined
      // ADD COLUMN fails first where the table has rows (add-required-column), and where it has none the key takes no time.
      if (
        context.statement.operations.some(
          each => each.kind === 'add-column' && isRequired(each) && columns.includes(each.column.name),
        )
      )
        return undefined
      const deduplication = deduplicatedFirst(table, { columns }, context)
      const canRepeat =
        !columns.some(column => isMadeUnique(table, column, context)) &&
        !isUniqueAlready(table, { columns }, context) &&
        deduplication === undefined
      const kept = keepsTheKey(table, { type: 'primary-key', columns, name }, context)
      const stopping = [...(isNotNull ? [] : ['NULL']), ...(canRepeat ? ['a duplicate'] : [])].join(' or ')
      const stops = counts || kept !== undefined || stopping === '' ? '' : `; ${stopping} stops it`
      const isOnline = !effects.some(({ blocksReads, blocksWrites }) => blocksReads || blocksWrites)
      const referring = traits.concurrentIndexes ? neededBehind(table, columns, context) : undefined
      const added = columns.filter(column => context.isNewColumn(table, column))
      const isFilled = added.every(column => columnIn(before, table, column)?.default !== undefined)
      const gone = dropOfTable(table, context)
      const dropped = traits.transactionalDdl ? undefined : droppedBefore(table, context)
      // Of the two it is the DROP that keeps writers out, which pk-change tells.
      if (isOnline && dropped !== undefined && stops === '') return undefined
      return {
        message: `The primary key of ${table} is built over all its rows${isOnline ? ', while reads and writes go on' : ' while others wait'}${stops}.`,
        instead:
          kept ??
          (gone === undefined
            ? undefined
            : `${leaveOut(table, context)}, unless the deploy itself needs it: ${inPlace(gone, context)} drops the table.`) ??
          (referring === undefined
            ? traits.concurrentIndexes
              ? `Build a unique index CONCURRENTLY on NOT NULL columns, outside a transaction, then ADD PRIMARY KEY USING INDEX.${behindDeduplication(deduplication)}`
              : dropped === undefined
                ? quietly(table, context)
                : `Put both into one ALTER TABLE, with the DROP PRIMARY KEY in line ${dropped.location.line}: then writes go on, which a DROP by itself stops.`
            : `Let an earlier deploy ${added.length === 0 ? '' : `add ${listWords(added)}${isFilled ? ' and ' : ', fill it and '}`}build a unique index on the NOT NULL columns CONCURRENTLY, outside a transaction, and ADD PRIMARY KEY USING INDEX here: the foreign key in line ${referring.location.line} needs the key.`),
        objects: [table],
        ...(kept === undefined &&
          gone === undefined &&
          referring === undefined &&
          traits.concurrentIndexes &&
          isNotNull &&
          constraint.unkept !== true && {
            suggestion: keyInSteps({ ...constraint, table, name, type: 'PRIMARY KEY' }, context),
          }),
      }
    },
  },
}

/** With the drops of the keys in whose place it comes, which running code needs. */
function leaveOut(table: ObjectName, context: OperationContext): string {
  const drops = keysGivenUp(table, context)
  if (drops.length === 0) return 'Leave the key out'
  if (drops.every(({ statement }) => statement === context.statement))
    return 'Leave the statement out, as it also drops the key that running code has'
  const lines = [...new Set(drops.map(({ location }) => location.line))]
  return `Leave the key out, and in line${lines.length === 1 ? '' : 's'} ${listWords(lines.map(String))} the DROP of the one that running code has`
}

/** Another statement of the script, of the key in whose place this one comes. */
function droppedBefore(
  table: ObjectName,
  { replayedScript: { steps }, step, statement }: OperationContext,
): Step | undefined {
  return earlierSteps(steps, step, table, 'drop-constraint').find(
    each => each.operation.type === 'primary-key' && each.statement !== statement,
  )
}

/** Such a tool copies the rows by a key that the table has already. */
function quietly(table: ObjectName, { tableBefore, replayedScript: { before } }: OperationContext): string {
  const hadKey = [tableBefore(table), findTable(before, table)].some(
    known =>
      known?.complete !== true ||
      known.indexes.some(({ unique }) => unique) ||
      known.constraints.some(({ type }) => type === 'unique' || type === 'primary-key'),
  )
  return hadKey
    ? 'Do it at a quiet time or with an online schema change tool.'
    : 'Do it at a quiet time: an online schema change tool needs a key that the table has already.'
}

/** A column of the deploy, whose default gives each row another value. */
function isMadeUnique(table: ObjectName, column: string, { isNewColumn, before }: OperationContext): boolean {
  const value = columnIn(before, table, column)?.default ?? ''
  return (
    isNewColumn(table, column) &&
    /\b(?:gen_random_uuid|uuid_generate_v(?:1|1mc|4)|uuidv[47]|nextval)\s*\(/i.test(value)
  )
}
