import type { Column } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import type { OperationOf } from '../operations/operation.ts'
import { stepsOfStatement } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import { withClauses } from './advice/alter-clauses.ts'
import { columnAtEnd } from './deploy/at-end-of-deploy.ts'
import type { Problem, Severity } from './finding.ts'
import { columnIn } from './names/known-columns.ts'
import { isWrittenFromModel } from './names/written-from-model.ts'
import type { OperationContext, Rule } from './rule.ts'
import { saysDefaultNull, saysNullable } from './scripts/says-nullable.ts'
import { charsetsOfAll, isTablesOwn } from './types/kept-charset.ts'
import { keptAttributes, type LostAttribute, lostAttributes } from './types/lost-attributes.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

type Change = OperationOf<'change-column'>

export const modifyDropsAttributes: Rule = {
  id: 'modify-drops-attributes',
  category: 'compatibility',
  severity: 'error',
  title: 'MODIFY and CHANGE say the whole column again: what they do not repeat is gone.',
  why: `An attribute stays only if the statement says it again, and the server does not warn. That is so for NOT NULL,
DEFAULT, UNSIGNED, AUTO_INCREMENT, ON UPDATE, COMMENT, the character set and the SRID, without which MySQL uses no
spatial index. INSERTs that relied on the default or on NOT NULL behave
differently from then on.`,
  instead: 'Repeat every attribute that the column is to keep.',
  sources: ['MySQL 8.0 manual, ALTER TABLE Statement; Spatial Index Optimization', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'NOT NULL and DEFAULT not repeated',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status varchar(20) NOT NULL DEFAULT 'pending')",
        up: 'ALTER TABLE orders MODIFY COLUMN status varchar(50)',
      },
      {
        title: 'UNSIGNED and COMMENT lost while the type grows',
        dialect: 'mariadb',
        given: "CREATE TABLE carts (n int unsigned NOT NULL DEFAULT 3 COMMENT 'items')",
        up: 'ALTER TABLE carts MODIFY n bigint NOT NULL DEFAULT 3',
      },
      {
        title: 'the reference system of a spatial column',
        dialect: 'mariadb',
        given: 'CREATE TABLE shops (place point REF_SYSTEM_ID=4326 NOT NULL, SPATIAL INDEX (place))',
        up: "ALTER TABLE shops MODIFY place point NOT NULL COMMENT 'the door'",
      },
      {
        title: 'AUTO_INCREMENT lost by CHANGE',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int NOT NULL AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE carts CHANGE id id bigint NOT NULL',
      },
      {
        title: 'a TEXT takes its default as an expression alone',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, note varchar(100) NOT NULL DEFAULT '')",
        up: 'ALTER TABLE users MODIFY note text',
      },
      {
        title: 'the character set is another one than the table has',
        dialect: 'mysql',
        given:
          'CREATE TABLE orders (id int, note varchar(100) CHARACTER SET ascii NOT NULL) DEFAULT CHARSET utf8mb4',
        up: 'ALTER TABLE orders MODIFY COLUMN note varchar(200) NOT NULL',
      },
      {
        title: 'ON UPDATE has the precision of the column',
        dialect: 'mysql',
        given:
          'CREATE TABLE orders (id int, seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)',
        up: 'ALTER TABLE orders MODIFY seen timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)',
      },
      {
        title: 'NULL is said of the other column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, note text NOT NULL, mail varchar(100) NOT NULL)',
        up: 'ALTER TABLE users MODIFY note text NULL, MODIFY mail varchar(200)',
      },
      {
        title: 'NULL is meant, and the default is forgotten',
        dialect: 'mysql',
        given: "CREATE TABLE members (id int, role varchar(50) NOT NULL DEFAULT 'reader')",
        up: 'ALTER TABLE members MODIFY role varchar(50) NULL',
      },
      {
        title: 'two columns of one statement, which is suggested with both',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, mail varchar(100) NOT NULL, note varchar(9) COMMENT 'short')",
        up: 'ALTER TABLE users MODIFY mail varchar(200), MODIFY note varchar(90)',
      },
      {
        title: 'beside clauses that need the new name',
        dialect: 'mysql',
        given: 'CREATE TABLE files (id int, hash varchar(40) NOT NULL, size int)',
        up: 'ALTER TABLE files CHANGE hash checksum varchar(86) AFTER id, ADD COLUMN signature varchar(86) AFTER checksum',
      },
      {
        title: 'AUTO_INCREMENT, and nothing else',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE orders MODIFY id int NOT NULL',
        instead: { noSql: 'nothing is changed: the statement is left out' },
      },
      {
        title: 'NOT NULL, and nothing else: a note',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL)',
        up: 'ALTER TABLE orders MODIFY note varchar(50)',
        instead: { noSql: 'if it is meant, the code has to cope with NULL' },
      },
    ],
    allowed: [
      {
        title: 'a column that the deploy drops behind it',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL)',
        up: 'ALTER TABLE orders MODIFY note varchar(99); ALTER TABLE orders DROP COLUMN note',
      },
      {
        title: 'NOT NULL that the deploy gives again behind it',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL)',
        up: `ALTER TABLE orders MODIFY note text; UPDATE orders SET note = '' WHERE note IS NULL;
ALTER TABLE orders MODIFY note text NOT NULL;`,
      },
      {
        title: 'the character set that all tables are made in, for one that no migration makes',
        dialect: 'mysql',
        given: `CREATE TABLE a (id int) CHARSET utf8; CREATE TABLE b (id int) CHARSET utf8; CREATE TABLE c (id int) CHARSET utf8;
CREATE TABLE d (id int) CHARSET utf8; CREATE TABLE e (id int) CHARSET utf8;
ALTER TABLE orders ADD COLUMN note varchar(50) CHARACTER SET utf8;`,
        up: 'ALTER TABLE orders MODIFY note varchar(99)',
      },
      {
        title: 'setNullable() of Knex, which tells itself from alter() by the second space',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL)',
        up: 'alter table `orders` modify  `note` varchar(50) null',
      },
      {
        title: 'the default goes on purpose',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, last_login datetime NOT NULL DEFAULT '1000-01-01 00:00:00')",
        up: 'ALTER TABLE users CHANGE last_login last_login datetime DEFAULT NULL',
      },
      {
        title: 'everything repeated',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status varchar(20) NOT NULL DEFAULT 'pending')",
        up: "ALTER TABLE orders MODIFY COLUMN status varchar(50) NOT NULL DEFAULT 'pending'",
      },
      {
        title: 'a column of the primary key, which stays NOT NULL',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id varchar(20) NOT NULL PRIMARY KEY)',
        up: 'ALTER TABLE orders MODIFY COLUMN id varchar(50)',
      },
      {
        title: 'NULL written out: that is meant',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note text NOT NULL)',
        up: 'ALTER TABLE orders MODIFY COLUMN note text NULL',
      },
      {
        title: 'the character set that the whole table has',
        dialect: 'mysql',
        given:
          'CREATE TABLE orders (id int, note varchar(100) CHARACTER SET ascii NOT NULL) DEFAULT CHARSET ascii',
        up: 'ALTER TABLE orders MODIFY COLUMN note varchar(200) NOT NULL',
      },
      {
        title: 'a procedure that says so, which the script calls',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note text NOT NULL, size int NOT NULL DEFAULT 3)',
        up: `CREATE PROCEDURE relax() BEGIN
  ALTER TABLE orders MODIFY COLUMN note text NULL;
  ALTER TABLE orders MODIFY COLUMN size int DEFAULT NULL;
END;
CALL relax();`,
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const { table, column, to } = operation
      const old = columnIn(context.before, table, column)
      if (old === undefined || context.isNewColumn(table, column)) return undefined
      const result = columnIn(context.after, table, to.name) ?? to
      const kept = findTable(context.before, table)
      const end = columnAtEnd(table, to.name, context)
      if (end === 'gone') return undefined
      const lostThen = end && new Set(lostAttributes(old, end).map(each => each.name))
      const lost = lostBy(operation, old, result.nullable, context).filter(
        each => lostThen?.has(each.name) ?? true,
      )
      if (lost.length === 0) return undefined
      const name = `${table}.${column}`
      const taken = changesNothingElse(operation, old, lost, context)
        ? lost.filter(({ name: each }) => takenOnPurpose.has(each))
        : []
      if (taken.some(({ name: each }) => each === 'NOT NULL')) {
        return {
          message: `The statement does nothing but take NOT NULL from ${name}: an INSERT that leaves it out writes ${result.default ?? 'NULL'} from now on.`,
          instead: 'If that is meant, let the code cope with NULL first. If not, leave the statement out.',
          objects: [name],
          severity: 'info',
        }
      }
      if (taken.length > 0) {
        return {
          message: `The statement does nothing but take ${listWords(taken.map(({ text }) => text))} from ${name}: an INSERT that leaves it out ${result.nullable ? 'writes NULL' : 'fails in strict mode'} from now on.`,
          instead: `If that is meant, deploy the code that writes a value into ${column} first. If not, leave the statement out.`,
          objects: [name],
          severity: 'warning',
        }
      }
      const perhaps = lost.every(each => isOfText(each.name)) && kept?.complete !== true
      const complete = completeStatement(operation, context)
      return {
        message: `${name} loses ${listWords(lost.map(attribute => attribute.text))}${
          perhaps ? ', unless the table has the same for all its columns' : ''
        }: the statement does not repeat ${lost.length === 1 ? 'it' : 'them'}.${withoutDefault(lost, result, context)}`,
        objects: [name],
        severity: severityOf(lost, result.nullable && saysNull(operation, context)),
        ...(lost.every(each => each.name === 'ON UPDATE') && {
          instead: `Repeat it, unless every UPDATE of the code sets ${to.name} itself.`,
        }),
        ...(complete !== undefined && {
          suggestion: { title: 'Repeat what the column had', ...complete },
        }),
      }
    },
  },
}

function withoutDefault(
  lost: readonly LostAttribute[],
  result: Pick<Column, 'nullable' | 'default'>,
  { traits }: OperationContext,
): string {
  if (!lost.some(({ name }) => name === 'DEFAULT') || result.default !== undefined) return ''
  const fails = traits.altersByRebuild === true ? 'fails' : 'fails in strict mode'
  return ` An INSERT that leaves it out ${result.nullable ? 'writes NULL' : fails} from now on.`
}

/** What it takes away is what it is for. */
function changesNothingElse(
  operation: Change,
  old: Column,
  lost: readonly LostAttribute[],
  { before, statement }: OperationContext,
): boolean {
  const { to, table, column, position } = operation
  const [from, type] = [old.type, to.type]
  if (statement.operations.length > 1 || position !== undefined || to.name !== column) return false
  if (from === undefined || type === undefined) return false
  const known = findTable(before, table)
  const [had, has] = known ? [withTableCharset(from, known), withTableCharset(type, known)] : [from, type]
  const isPlain = lost.length === 1 && describeType(had) === describeType(has)
  if (old.nullable === to.nullable) return isPlain
  // What alter() of Knex writes without being asked says nothing of a purpose.
  if (builtByKnex.test(statement.text)) return false
  return isPlain && old.default === to.default && lostAttributes(to, old).length === 0
}

const takenOnPurpose: ReadonlySet<string> = new Set(['AUTO_INCREMENT', 'DEFAULT', 'NOT NULL'])

/** NOT NULL is often dropped on purpose, and a default beside NULL that is written; no INSERT fails for what else is a
 * warning. */
function severityOf(lost: readonly LostAttribute[], isMeantNull: boolean): Severity {
  if (lost.some(({ name }) => grave.has(name) || (name === 'DEFAULT' && !isMeantNull))) return 'error'
  return lost.every(({ name }) => name === 'COMMENT') ? 'info' : 'warning'
}

const grave: ReadonlySet<string> = new Set(['AUTO_INCREMENT', 'GENERATED', 'SRID'])

function isOfText(name: string): boolean {
  return name === 'CHARACTER SET' || name === 'COLLATE'
}

/** The author wrote NULL or DEFAULT NULL. Knex writes NULL on its own, so that of what it built the call tells. */
function saysNull(
  { saysNull, saysDefaultNull }: OperationOf<'change-column'>,
  context: OperationContext,
): boolean {
  if (setNullableOfKnex.test(context.statement.text)) return true
  return builtByKnex.test(context.statement.text)
    ? saysNullable(context)
    : saysNull === true || saysDefaultNull === true
}

/** As knex 3.3.0 writes it: dialects/mysql/schema/mysql-tablecompiler.js, alterColumns; _setNullableState; of
 * SQLite see changeText. */
const builtByKnex = /^alter table .{1,300} (?:modify|alter column) +`/

/** With two spaces (knex 3.3.0, schema/tablecompiler.js, _setNullableState); dropNullable() writes NOT NULL. */
const setNullableOfKnex = /^alter table .{1,300} modify {2}`/

function lostBy(
  operation: Change,
  old: Column,
  nullable: boolean,
  context: OperationContext,
): readonly LostAttribute[] {
  const table = findTable(context.before, operation.table)
  return lostAttributes(old, { ...operation.to, nullable }).filter(
    ({ name }) =>
      !(name === 'NOT NULL' && (saysNull(operation, context) || isWrittenFromModel(context.migration))) &&
      !(name === 'DEFAULT' && (operation.saysDefaultNull || saysDefaultNull(context))) &&
      !(isOfText(name) && isTablesOwn(old, table)) &&
      !(isOfText(name) && isEverywhere(old, table, context.before)),
  )
}

/** Of a table that no migration makes, where all that are made have the set of the column: it has it, too. */
function isEverywhere({ type }: Column, table: Table | undefined, schema: SchemaState): boolean {
  const charset = type?.charset ?? type?.collation?.split('_')[0]
  if (table?.complete === true || charset === undefined) return false
  return charsetsOfAll(schema)?.every(each => each === charset.toLowerCase()) === true
}

/** On SQLite Knex builds the table anew, and libSQL has a form of its own. */
function completeStatement(
  operation: Change,
  context: OperationContext,
): Pick<NonNullable<Problem['suggestion']>, 'sql' | 'ofWholeStatement'> | undefined {
  const { traits, statement } = context
  if (statement.rebuildsTable !== undefined) return undefined
  const whole =
    statement.operations.length > 1 &&
    withClauses(statement, (each, text) =>
      each.kind === 'change-column' ? (completeClause(each, context) ?? text) : text,
    )
  if (whole !== false && whole !== undefined) return { sql: `${whole};`, ofWholeStatement: true }
  const clause = completeClause(operation, context)
  return clause === undefined
    ? undefined
    : { sql: `ALTER TABLE ${sqlName(operation.table, traits)} ${clause};` }
}

/** Undefined where it loses nothing. */
function completeClause(operation: Change, context: OperationContext): string | undefined {
  const { table, column, to, position } = operation
  const { traits, statement, replayedScript } = context
  const steps = stepsOfStatement(replayedScript.steps, statement)
  const own = steps[statement.operations.indexOf(operation)] ?? context
  const old = columnIn(own.before, table, column)
  const nullable = (columnIn(own.after, table, to.name) ?? to).nullable
  const lost = old && lostBy(operation, old, nullable, context)
  if (old === undefined || lost === undefined || lost.length === 0) return undefined
  const isMeantNull = operation.saysNull === true && nullable
  const definition = `${traits.columnDefinition(keptAttributes(old, to, lost))}${isMeantNull ? ' NULL' : ''}`
  if (!traits.restatesColumns) return `ALTER COLUMN ${traits.quote(column)} TO ${definition}`
  const verb = to.name === column ? 'MODIFY COLUMN' : `CHANGE COLUMN ${traits.quote(column)}`
  const place =
    position === undefined ? '' : position === 'first' ? ' FIRST' : ` AFTER ${traits.quote(position.after)}`
  return `${verb} ${definition}${place}`
}
