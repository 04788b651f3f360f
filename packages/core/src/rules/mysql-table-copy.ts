import type { Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { operationsOfStatement, stepsOn } from '../schema/find-steps.ts'
import { newColumnInstead } from './advice/new-column-instead.ts'
import { onlineTool } from './advice/online-tool.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const mysqlTableCopy: Rule = {
  id: 'mysql-table-copy',
  category: 'locking',
  severity: 'warning',
  title: 'The server writes the whole table again, and nobody can write to it meanwhile.',
  why: `For this change the storage engine has no way but ALGORITHM=COPY, or ALGORITHM=INPLACE with LOCK=SHARED: it writes every row again
and blocks all writes until it is done. Replicas repeat it and fall behind. A new AUTO_INCREMENT column may number the rows
in another order on each of them.`,
  instead: `Where the table is large, use an online schema change tool (gh-ost, pt-online-schema-change); else make it at a
quiet time.`,
  sources: [
    'MySQL 8.4 manual, Online DDL Operations',
    'MySQL 8.4 manual, Replication and AUTO_INCREMENT',
    'measured: MariaDB 10.11, error 1846, of InnoDB, MyISAM and Aria',
    'measured: MariaDB 10.11, an INSERT during COALESCE, REORGANIZE and REBUILD PARTITION of 800,000 rows',
  ],
  examples: {
    flagged: [
      {
        title: 'another type',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint',
      },
      {
        title: 'an algorithm that the server refuses',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id bigint, visits int)',
        up: 'ALTER TABLE users MODIFY visits bigint, ALGORITHM=INSTANT',
        instead: {
          noSql: 'the server has no way but to write the table again, which a tool does while others write',
        },
      },
      {
        title: 'a stored generated column',
        dialect: 'mariadb',
        given: 'CREATE TABLE order_lines (price int)',
        up: 'ALTER TABLE order_lines ADD COLUMN total int GENERATED ALWAYS AS (price * 2) STORED',
        instead: ['ALTER TABLE order_lines ADD COLUMN total int GENERATED ALWAYS AS (price * 2) VIRTUAL'],
      },
      {
        title: 'a column that numbers the rows',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (at datetime)',
        up: 'ALTER TABLE visits ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY',
        instead: {
          noSql:
            'the rows are numbered by the server alone: an online schema change tool does it beside them',
        },
      },
      {
        title: 'a column, where the table has a FULLTEXT index',
        dialect: 'mariadb',
        given: 'CREATE TABLE posts (id int PRIMARY KEY, body text, FULLTEXT KEY (body))',
        up: 'ALTER TABLE posts ADD COLUMN views int',
        instead: {
          noSql:
            'a table with a FULLTEXT index is built anew for a column: an online schema change tool does it beside it',
        },
      },
      {
        title: 'a column of a MyISAM table',
        dialect: 'mariadb',
        given: 'CREATE TABLE posts (id int PRIMARY KEY) ENGINE = MyISAM',
        up: 'ALTER TABLE posts ADD COLUMN views int',
        instead: { noSql: 'MyISAM has no other way: an online schema change tool does it beside the table' },
      },
      {
        title: 'fewer partitions',
        dialect: 'mysql',
        given: 'CREATE TABLE visits (id int) PARTITION BY HASH (id) PARTITIONS 4',
        up: 'ALTER TABLE visits COALESCE PARTITION 1',
        instead: { noSql: 'InnoDB moves the rows between the partitions in no other way' },
      },
      {
        title: 'a partition that is split',
        dialect: 'mariadb',
        given: `CREATE TABLE visits (y int) PARTITION BY RANGE (y) (
  PARTITION p2019 VALUES LESS THAN (2020), PARTITION rest VALUES LESS THAN MAXVALUE)`,
        up: `ALTER TABLE visits REORGANIZE PARTITION rest INTO (
  PARTITION p2020 VALUES LESS THAN (2021), PARTITION rest VALUES LESS THAN MAXVALUE)`,
        instead: { noSql: 'split it before rows come into it: an empty partition is split at once' },
      },
      {
        title: 'a column of the primary key that is compared byte by byte from now on',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (name varchar(50) PRIMARY KEY) CHARSET utf8mb4',
        up: 'ALTER TABLE users MODIFY name varchar(50) BINARY NOT NULL',
        instead: { noSql: 'MariaDB sorts the rows of a table by its primary key, and has no other way' },
      },
      {
        title: 'BINARY, which CONVERT TO has taken away before',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int, name varchar(50) BINARY, KEY (name)) CHARSET utf8;
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
        up: 'ALTER TABLE users MODIFY name varchar(50) BINARY',
        instead: {
          noSql: 'the index is sorted anew: an online schema change tool does it beside the table',
        },
      },
      {
        title: 'a column whose type no migration says',
        dialect: 'mysql',
        given: "CREATE TABLE plans AS SELECT 'free' AS name",
        up: 'ALTER TABLE plans MODIFY name varchar(20)',
        instead: 'ALTER TABLE plans MODIFY name varchar(20), ALGORITHM=INPLACE, LOCK=NONE',
      },
    ],
    allowed: [
      {
        title: 'the server is told to refuse a copy of what nobody knows',
        dialect: 'mysql',
        given: "CREATE TABLE plans AS SELECT 'free' AS name",
        up: 'ALTER TABLE plans MODIFY name varchar(20), ALGORITHM=INPLACE, LOCK=NONE',
      },
      {
        title: 'a new column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint)',
        up: 'ALTER TABLE users ADD COLUMN visits int',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (visits int); ALTER TABLE users MODIFY visits bigint',
      },
    ],
  },

  checkAnyOperation(operation, context) {
    const { effects, statement, replayedScript, traits, before, isNew } = context
    const operations = operationsOfStatement(replayedScript.steps, statement)
    const asksForCopy = (each: Operation): boolean => traits.effectsOf(each, before).some(copies)
    if (operation.kind === 'change-column' && isOfUnknownType(effects)) {
      const unsure = ofUnknownType(operation, context)
      if (unsure !== undefined && !operations.some(asksForCopy)) return unsure
    }
    // One statement copies once, however many of its clauses ask for it.
    if (operation !== operations[0] && !asksForCopy(operation)) return undefined
    if ((operations.find(asksForCopy) ?? operations[0]) !== operation) return undefined
    const together = operations.length > 1 ? traits.combinedEffects?.(operations, before) : undefined
    const copy = (together?.filter(effect => !isNew(effect.table)) ?? effects).find(copies)
    if (copy === undefined) return undefined
    const tool = onlineTool(copy.table, context)
    const asked = /\balgorithm\s*=?\s*(instant|nocopy|inplace)\b/i.exec(statement.text)?.[1]?.toUpperCase()
    if (
      asked !== undefined &&
      (copy.algorithm === 'COPY' || (asked !== 'INPLACE' && copy.rewrite === true))
    ) {
      return {
        message: `The statement fails: ALGORITHM=${asked} is refused, for ${copy.table} has to be written again for this change.`,
        instead: `${tool === undefined ? 'Leave' : `Use ${tool}, or leave`} ALGORITHM out and run it at a quiet time.`,
        severity: 'error',
        objects: [copy.table],
      }
    }
    return {
      message: `${whatIsWritten(operation, copy)}, and no writes get through meanwhile.`,
      instead: quietly(tool),
      objects: [copy.table],
      ...(operations.filter(asksForCopy).length <= 1 && withoutCopy(operation, copy.table, tool)),
      // Beside another change that copies the table the new column spares nothing.
      ...(operation.kind === 'change-column' &&
        operations.filter(asksForCopy).length === 1 &&
        operation.to.type !== undefined &&
        operation.to.name === operation.column &&
        newColumnInstead(operation.table, operation.column, operation.to.type, context)),
    }
  },
}

/** The column was never seen: once for each table of a script. */
function ofUnknownType(
  operation: OperationOf<'change-column'>,
  context: OperationContext,
): Problem | undefined {
  const { table, column } = operation
  const { replayedScript, statement, step, traits } = context
  const first = stepsOn(replayedScript.steps, table, 'change-column').find(each =>
    isOfUnknownType(effectsOfStep(each, traits)),
  )
  if (first !== step || /\balgorithm\b/i.test(statement.text)) return undefined
  const tool = onlineTool(table, context)
  return {
    message: `${table} is copied row by row, and no writes get through meanwhile, unless what ${column} holds can stay as it is stored: the migrations that were read do not tell its type for certain.`,
    severity: 'info',
    instead: `Look it up in SHOW CREATE TABLE. With ALGORITHM=INPLACE and LOCK=NONE the server refuses the statement where it would have to copy: ${tool === undefined ? '' : `use ${tool} then, or `}make it at a quiet time${tool === undefined ? ' then' : ''}.`,
    objects: [table],
    suggestion: {
      title: 'Let the server refuse it where it would copy',
      sql: `${statement.text}, ALGORITHM=INPLACE, LOCK=NONE;`,
      ofWholeStatement: true,
    },
  }
}

function isOfUnknownType(effects: readonly Effect[]): boolean {
  return effects.some(({ algorithm, rewrite }) => algorithm === null && rewrite === null)
}

function quietly(tool: string | undefined): string {
  return tool === undefined
    ? 'Make it at a quiet time: an online schema change tool needs a key that the table has already.'
    : `Where the table is large, use ${tool}; else make it at a quiet time.`
}

/** Another way to the same column, where there is one. */
function withoutCopy(
  operation: Operation,
  table: ObjectName,
  tool = 'a quiet time',
): Pick<Problem, 'instead'> {
  if (operation.kind !== 'add-column') return {}
  const { name, generated, default: text } = operation.column
  if (generated?.storage === 'stored') {
    return {
      instead: `Make ${name} VIRTUAL in place of STORED: it is added without writing a row, and an index can be on it. Where it has to be stored and ${table} is large, use ${tool}.`,
    }
  }
  if (text?.startsWith('(') === true) {
    return {
      instead: `A default in parentheses is worked out for each row. Give ${name} a type that takes a plain default, such as VARCHAR, and it is added without writing a row; or use ${tool} where ${table} is large.`,
    }
  }
  return {}
}

function whatIsWritten(operation: Operation, { table, algorithm }: Effect): string {
  if (algorithm === 'COPY') return `${table} is copied row by row`
  return operation.kind === 'change-partitions' && operation.partitions.length > 0
    ? `The rows of ${listWords(operation.partitions)} in ${table} are written again`
    : `${table} is built anew, every row of it`
}

function copies({ algorithm, rewrite, blocksWrites }: Effect): boolean {
  const isOnMysql = algorithm !== undefined
  return isOnMysql && blocksWrites === true && (algorithm === 'COPY' || rewrite === true)
}
