import type { Constraint, ObjectName } from '../operations/column.ts'
import { stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import { dropOfTable } from './deploy/later-in-deploy.ts'
import { columnIn, sameColumn, sameObject } from './names/known-columns.ts'
import { droppedConstraint, droppedGuard } from './objects/dropped-guard.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const dropFk: Rule = {
  id: 'drop-fk',
  category: 'compatibility',
  severity: 'info',
  title: 'Nothing keeps rows without a parent out of a table any more.',
  why: `Rows that refer to nothing get in, and ON DELETE CASCADE no longer cleans up behind a DELETE. Once there are such
rows, the foreign key cannot come back.`,
  instead: `Make sure that what joins the two tables and what cleans up copes with rows without a parent, and keep the query
at hand that finds them: before the foreign key can come back, they have to go.`,
  noSql: 'whether the code copes with such rows, its authors alone know',
  examples: {
    flagged: [
      {
        title: 'DROP CONSTRAINT',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
      },
      {
        title: 'a column that gets the key of another store',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP CONSTRAINT carts_user;
ALTER TABLE carts ALTER COLUMN user_id TYPE varchar(24);`,
      },
      {
        title: 'one that deletes',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (user_id int)',
        up: 'ALTER TABLE carts DROP FOREIGN KEY carts_user',
      },
    ],
    allowed: [
      {
        title: 'a new column refers to the same table',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE profiles (id int PRIMARY KEY, CONSTRAINT profiles_user FOREIGN KEY (id) REFERENCES users (id));`,
        up: `ALTER TABLE profiles DROP CONSTRAINT profiles_user;
ALTER TABLE profiles ADD COLUMN user_id int;
ALTER TABLE profiles ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;`,
      },
      {
        title:
          'the column that its name tells of goes later in the script, of a table that no migration makes',
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user_id_foreign; ALTER TABLE carts DROP COLUMN user_id',
      },
      {
        title: 'its column goes later in the script, when the table has another name',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP CONSTRAINT carts_user;
ALTER TABLE carts RENAME TO baskets;
ALTER TABLE baskets DROP COLUMN user_id;`,
      },
      {
        title: 'a foreign key that this deploy has made',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (user_id int)',
        after: {
          up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
        },
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
      },
      {
        title: 'the table that it refers to goes too',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user; DROP TABLE users',
      },
      {
        title: 'a table that is put aside for another one of its name',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `CREATE TABLE carts_new (user_id int, amount int);
INSERT INTO carts_new (user_id) SELECT user_id FROM carts;
ALTER TABLE carts RENAME TO carts_old;
ALTER TABLE carts_old DROP CONSTRAINT carts_user;
ALTER TABLE carts_new RENAME TO carts;`,
      },
      {
        title: 'one that is there twice',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT carts_user_again FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP CONSTRAINT carts_user_again',
      },
      {
        title: 'a column goes in the same statement, of a table that no migration makes',
        dialect: 'mysql',
        up: 'ALTER TABLE carts DROP FOREIGN KEY carts_ibfk_1, DROP COLUMN user_id',
      },
      {
        title: 'another one takes its place',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP CONSTRAINT carts_user;
ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID;`,
      },
      {
        title: 'another one takes its place, under a new name of the column',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (userId int, CONSTRAINT carts_user FOREIGN KEY (userId) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP FOREIGN KEY carts_user;
ALTER TABLE carts CHANGE userId user_id int;
ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
      {
        title: 'another one takes its place, under a new name of the table',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: `ALTER TABLE carts DROP FOREIGN KEY carts_user;
RENAME TABLE carts TO baskets;
ALTER TABLE baskets ADD CONSTRAINT baskets_user FOREIGN KEY (user_id) REFERENCES users (id);`,
      },
    ],
  },

  checkOperation: {
    'drop-constraint'(operation, context) {
      const name = droppedGuard(operation, 'foreign-key', context)
      if (name === undefined) return undefined
      const { table } = operation
      const found = droppedConstraint(operation, context)
      const dropped = found?.type === 'foreign-key' ? found : undefined
      if (
        dropped !== undefined &&
        (isDoubled(table, dropped, context) ||
          isMoved(table, dropped, context) ||
          isPointedElsewhere(table, dropped, context))
      )
        return undefined
      const key =
        operation.name ?? `its foreign key${dropped === undefined ? '' : ` on ${listWords(dropped.columns)}`}`
      const { onDelete } = dropped ?? {}
      const does = onDelete === 'cascade' || onDelete === 'set null' ? onDelete : undefined
      const parent = dropped === undefined ? '' : ` in ${dropped.references.table}`
      const unfit = dropped && columnOfOtherType(table, dropped, context)
      if (unfit !== undefined)
        return {
          message: `${unfit} gets a type with which it cannot refer to ${dropped?.references.table}: without ${key}, ${table} takes rows without a parent${does === undefined ? '' : `, and ON DELETE ${does.toUpperCase()} is done by nobody`}.`,
          instead:
            'Make sure that the code looks for the parent where it is from now on, and that the rows from before get its new key: the change of type leaves the old one in them.',
          objects: [table],
        }
      return {
        message: `Without ${key}, ${table} takes rows without a parent${parent}${
          does === undefined ? '' : `, and ON DELETE ${does.toUpperCase()} is done by nobody`
        }.`,
        objects: [table],
        ...(does !== undefined && {
          instead:
            'Make sure that the code does what the foreign key did on DELETE, and that joins cope with rows without a parent: before the foreign key can come back, they have to go.',
        }),
      }
    },
  },
}

/** Which of its columns the script gives a type that cannot refer to the parent's column any more. */
function columnOfOtherType(
  table: ObjectName,
  { columns, references }: ForeignKey,
  { before, replayedScript: { after }, traits }: OperationContext,
): string | undefined {
  const column = columns.find((each, place) => {
    const target = references.columns[place]
    const [own, old] = [after, before].map(schema => columnIn(schema, table, each)?.type)
    const wanted = target === undefined ? undefined : columnIn(after, references.table, target)?.type
    if (own === undefined || old === undefined || wanted === undefined) return false
    return (
      traits.refusedForeignKey?.(own, wanted) !== undefined &&
      traits.refusedForeignKey?.(old, wanted) === undefined
    )
  })
  return column === undefined ? undefined : `${table}.${column}`
}

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

/** A new column refers to the same table from then on. */
function isMoved(
  table: ObjectName,
  { references }: ForeignKey,
  { before, replayedScript: { steps, before: first } }: OperationContext,
): boolean {
  return stepsOn(steps, table, 'add-constraint').some(
    ({ operation: { constraint } }) =>
      constraint.type === 'foreign-key' &&
      sameObject(before, constraint.references.table, references.table) &&
      findTable(first, table)?.complete === true &&
      constraint.columns.every(column => columnIn(first, table, column) === undefined),
  )
}

/** The deploy drops the parent, and in the end a foreign key of the same columns refers to what comes in its place. */
function isPointedElsewhere(
  table: ObjectName,
  { columns, references }: ForeignKey,
  context: OperationContext,
): boolean {
  const { atEnd, before, direction } = context
  if (direction === 'down' || dropOfTable(references.table, context) === undefined) return false
  return (findTable(atEnd, table)?.constraints ?? []).some(
    other =>
      other.type === 'foreign-key' &&
      other.columns.length === columns.length &&
      other.columns.every((each, place) => sameColumn(before, each, columns[place] ?? '')),
  )
}

/** Another foreign key of the same columns to the same ones stays. */
function isDoubled(
  table: ObjectName,
  dropped: ForeignKey,
  { before, replayedScript: { after } }: OperationContext,
): boolean {
  const isSame = (one: readonly string[], others: readonly string[]): boolean =>
    one.length === others.length && one.every((each, place) => sameColumn(before, each, others[place] ?? ''))
  return (findTable(after, table)?.constraints ?? []).some(
    other =>
      other.type === 'foreign-key' &&
      other !== dropped &&
      other.name !== dropped.name &&
      isSame(other.columns, dropped.columns) &&
      sameObject(before, other.references.table, dropped.references.table) &&
      isSame(other.references.columns, dropped.references.columns),
  )
}
