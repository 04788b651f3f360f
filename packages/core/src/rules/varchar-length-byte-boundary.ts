import type { DataType } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'
import type { OperationOf } from '../operations/operation.ts'
import { alwaysCopies } from '../schema/storage-engine.ts'
import { withTableCharset } from '../schema/table-charset.ts'
import { leaveChangeOut } from './advice/leave-change-out.ts'
import { lastNameOf } from './deploy/column-at-end.ts'
import { laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import { columnIn, sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { withKeptCharset } from './types/kept-charset.ts'
import { keptAttributes, lostAttributes } from './types/lost-attributes.ts'
import { sqlName } from './wording/sql-name.ts'

export const varcharLengthByteBoundary: Rule = {
  id: 'varchar-length-byte-boundary',
  category: 'locking',
  severity: 'warning',
  title: 'A longer VARCHAR needs a second length byte: the whole table is copied.',
  why: `Up to 255 bytes the length of a value is kept in one byte, from 256 on in two. In utf8mb4, where a character may
take four bytes, that is between VARCHAR(63) and VARCHAR(64). Across it the server writes every row into a new table and
lets nobody write; on either side of it the change takes no time.`,
  instead: `Stay on this side of the boundary if that is enough. If not, go far enough that it is the last time, at a quiet
time or with an online schema change tool.`,
  sources: [
    'MySQL 8.0 manual, Online DDL Operations, Extending VARCHAR column size',
    'measured: MariaDB 10.11',
  ],
  examples: {
    flagged: [
      {
        title: 'utf8mb4',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, name varchar(50)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(100)',
      },
      {
        title: 'latin1 in MariaDB',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint, name varchar(200)) DEFAULT CHARSET = latin1',
        up: 'ALTER TABLE users MODIFY name varchar(300)',
      },
      {
        title:
          'NOT NULL is lost on the way, for which the rows would be written again also within the boundary',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, name varchar(30) NOT NULL) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(100)',
      },
      {
        title: 'far more than the boundary leaves',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, note varchar(50)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE users MODIFY note varchar(2000)',
        instead: { noSql: 'the server has no way but a copy, which a tool makes while others write' },
      },
    ],
    allowed: [
      {
        title: 'still one byte',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, name varchar(50)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(63)',
      },
      {
        title: 'two bytes already',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, name varchar(64)) DEFAULT CHARSET = utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(100)',
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const from = columnIn(context.before, operation.table, operation.column)?.type
      const to = operation.to.type
      if (from?.name !== 'varchar' || to?.name !== 'varchar') return undefined
      const [old = 0, wanted = 0] = [from.args[0], to.args[0]]
      if (wanted <= old || !copiesWith(wanted, to, operation, context)) return undefined
      const last = lastWithoutCopy(old, wanted, to, operation, context)
      if (last === undefined) return undefined
      const table = context.tableBefore(operation.table)
      if (alwaysCopies(table)) return undefined
      const name = `${operation.table}.${operation.column}`
      const type = table === undefined ? to : withTableCharset(to, table)
      const isSaid = type.charset !== undefined || type.collation !== undefined
      const atOnce = withoutCopy(operation, context)
      const grows = `${name} grows from ${old} to ${wanted} characters`
      return {
        message: isSaid
          ? `${grows}, over the boundary of 255 bytes: ${operation.table} is copied and no writes get through. Up to ${last} characters${atOnce}.`
          : `${grows}. No migration says its character set: in utf8mb4 that is over the boundary of 255 bytes, so that ${operation.table} is copied and no writes get through; up to ${last}${atOnce}.`,
        objects: [name],
        ...howLong(old, wanted, last, operation, context),
      }
    },
  },
}

function howLong(
  old: number,
  wanted: number,
  last: number,
  operation: OperationOf<'change-column'>,
  context: OperationContext,
): Pick<Problem, 'instead' | 'suggestion'> {
  const gone = lastNameOf(operation.table, operation.to.name, context)?.gone
  if (gone !== undefined)
    return { instead: leaveChangeOut(operation.table, [operation.to.name], gone, context) }
  const again = changedAgain(operation, context)
  if (again !== undefined) return { instead: again }
  if (wanted > enough * last)
    return {
      instead:
        'Make it at a quiet time or with an online schema change tool, and go far enough that it is the last time.',
    }
  return last > old
    ? { suggestion: { title: 'Stay on this side of the boundary', sql: upTo(last, operation, context) } }
    : {}
}

/** The deploy leaves the column otherwise: whatever length this one takes, it is not the last. */
function changedAgain(
  { table, column, to }: OperationOf<'change-column'>,
  context: OperationContext,
): string | undefined {
  if (column !== to.name) return undefined
  const last = laterInDeploy(table, context, 'change-column').findLast(
    ({ operation }) =>
      operation.to.type !== undefined && sameColumn(context.before, operation.column, column),
  )
  const type = last?.operation.to.type
  return last === undefined || type === undefined
    ? undefined
    : `Leave it out, unless what comes in between needs the length: ${placeWithFile(last, context)} makes the column ${describeType(type)}.`
}

/** NOT NULL is a bit less in each row: the rows are written again for it, while writes go on (measured: MariaDB 10.11,
 * which refuses NOCOPY; MySQL 8.0 manual, Online DDL Operations, Making a column NULL). */
function withoutCopy(
  { table, column, to, saysNull }: OperationOf<'change-column'>,
  { before, after }: OperationContext,
): string {
  const keepsNull = columnIn(before, table, column)?.nullable !== false
  if (keepsNull || columnIn(after, table, to.name)?.nullable !== true) return ' it would take no time'
  return saysNull === true
    ? ' it would be written again for NULL alone, while writes go on'
    : ', with NOT NULL kept, it would take no time'
}

/** Who asks for that many times more is not served by what the boundary leaves. */
const enough = 5

function upTo(
  length: number,
  { table, column, to: written, saysNull, saysDefaultNull }: OperationOf<'change-column'>,
  context: OperationContext,
): string {
  const { traits } = context
  const old = columnIn(context.before, table, column)
  const to =
    old === undefined
      ? written
      : keptAttributes(
          old,
          written,
          lostAttributes(old, written).filter(
            ({ name }) => !(name === 'NOT NULL' && saysNull) && !(name === 'DEFAULT' && saysDefaultNull),
          ),
        )
  const verb = to.name === column ? 'MODIFY COLUMN' : `CHANGE COLUMN ${traits.quote(column)}`
  const varchar: DataType = { name: 'varchar', args: [length], ...to.type, text: `varchar(${length})` }
  const type = withKeptCharset(varchar, table, column, context)
  return `ALTER TABLE ${sqlName(table, traits)} ${verb} ${traits.columnDefinition({ ...to, type })};`
}

/** The greatest length that the table is not copied for; none if something else of the statement copies it. */
function lastWithoutCopy(
  old: number,
  wanted: number,
  type: DataType,
  operation: OperationOf<'change-column'>,
  context: OperationContext,
): number | undefined {
  if (copiesWith(old, type, operation, context)) return undefined
  let [free, copied] = [old, wanted]
  while (copied - free > 1) {
    const middle = Math.floor((free + copied) / 2)
    if (copiesWith(middle, type, operation, context)) copied = middle
    else free = middle
  }
  return free
}

function copiesWith(
  length: number,
  type: DataType,
  operation: OperationOf<'change-column'>,
  { traits, before, isMade }: OperationContext,
): boolean {
  const to = { ...operation.to, type: { ...type, args: [length], text: `varchar(${length})` } }
  return traits
    .effectsOf({ ...operation, to }, before)
    .some(effect => effect.algorithm === 'COPY' && !isMade(effect.table))
}
