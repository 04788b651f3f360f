import type { ChangeWriters } from './change-writer.ts'
import { deferral, named } from './column-definition.ts'
import { columnsOf, field, isTrue, needed, target } from './fields.ts'

export const constraintChanges: ChangeWriters = {
  addForeignKeyConstraint(change, words) {
    const action = (key: string): string => {
      const value = field(change, key)
      return value === undefined ? '' : ` ${key === 'onDelete' ? 'ON DELETE' : 'ON UPDATE'} ${value}`
    }
    const deletes =
      field(change, 'onDelete') === undefined && isTrue(change, 'deleteCascade') ? ' ON DELETE CASCADE' : ''
    const isLater = words.engine === 'postgres' && field(change, 'validate')?.toLowerCase() === 'false'
    return [
      `ALTER TABLE ${target(change, words, 'baseTableName', 'baseTable')} ADD ${named(field(change, 'constraintName'), words)}` +
        `FOREIGN KEY (${words.names(needed(change, 'baseColumnNames'))}) ` +
        `REFERENCES ${target(change, words, 'referencedTableName', 'referencedTable')} (${words.names(needed(change, 'referencedColumnNames'))})` +
        `${action('onUpdate')}${action('onDelete')}${deletes}${deferral(change, words)}${isLater ? ' NOT VALID' : ''}`,
    ]
  },
  dropForeignKeyConstraint(change, words) {
    const table = target(change, words, 'baseTableName', 'baseTable')
    const kind = words.isMysql ? 'FOREIGN KEY' : 'CONSTRAINT'
    return [`ALTER TABLE ${table} DROP ${kind} ${words.name(needed(change, 'constraintName'))}`]
  },
  addPrimaryKey(change, words) {
    const name = words.isMysql ? undefined : field(change, 'constraintName')
    return [
      `ALTER TABLE ${target(change, words)} ADD ${named(name, words)}PRIMARY KEY (${words.names(needed(change, 'columnNames'))})`,
    ]
  },
  dropPrimaryKey(change, words) {
    const table = target(change, words)
    if (words.isMysql) return [`ALTER TABLE ${table} DROP PRIMARY KEY`]
    // Without the name Liquibase asks the catalogue for it, and the server's own is this one.
    const name = field(change, 'constraintName') ?? `${needed(change, 'tableName')}_pkey`
    return [`ALTER TABLE ${table} DROP CONSTRAINT ${words.name(name)}`]
  },
  addUniqueConstraint(change, words) {
    const columns = words.names(needed(change, 'columnNames'))
    const index = field(change, 'forIndexName')
    const using =
      index !== undefined && words.engine === 'postgres'
        ? ` USING INDEX ${words.name(index)}`
        : ` (${columns})`
    return [
      `ALTER TABLE ${target(change, words)} ADD ${named(field(change, 'constraintName'), words)}UNIQUE${using}${deferral(change, words)}`,
    ]
  },
  dropUniqueConstraint(change, words) {
    const name = words.name(needed(change, 'constraintName'))
    return [`ALTER TABLE ${target(change, words)} DROP ${words.isMysql ? 'KEY' : 'CONSTRAINT'} ${name}`]
  },
  createIndex(change, words) {
    const name = field(change, 'indexName')
    const using = words.engine === 'postgres' ? field(change, 'using') : undefined
    const columns = columnsOf(change).map(column => {
      const written = needed(column, 'name')
      const isExpression = isTrue(column, 'computed') || /[( ]/.test(written)
      return `${isExpression ? written : words.name(written)}${isTrue(column, 'descending') ? ' DESC' : ''}`
    })
    return [
      `CREATE ${isTrue(change, 'unique') ? 'UNIQUE ' : ''}INDEX ${name === undefined ? '' : `${words.name(name)} `}` +
        `ON ${target(change, words)}${using === undefined ? '' : ` USING ${using}`} (${columns.join(', ')})`,
    ]
  },
  dropIndex(change, words) {
    const name = words.name(needed(change, 'indexName'))
    if (words.isMysql) return [`DROP INDEX ${name} ON ${target(change, words)}`]
    const schema = words.engine === 'postgres' ? field(change, 'schemaName') : undefined
    return [`DROP INDEX ${schema === undefined ? '' : `${words.name(schema)}.`}${name}`]
  },
}
