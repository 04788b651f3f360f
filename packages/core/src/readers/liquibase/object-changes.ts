import type { WrittenChange } from '../../layouts/written-change.ts'
import type { ChangeWriters } from './change-writer.ts'
import type { EngineWords } from './engine-words.ts'
import { field, isTrue, needed, target } from './fields.ts'

const nothing = (): readonly string[] => []

export const objectChanges: ChangeWriters = {
  createView(change, words) {
    const query = needed(change, 'text')
    const isReplaced = isTrue(change, 'replaceIfExists')
    const view = target(change, words, 'viewName')
    if (isTrue(change, 'fullDefinition'))
      return [
        isReplaced && !/\bor\s+replace\b/i.test(query)
          ? query.replace(/^\s*create\b/i, 'CREATE OR REPLACE')
          : query,
      ]
    // SQLite has no OR REPLACE for views.
    if (isReplaced && words.engine === 'sqlite')
      return [`DROP VIEW IF EXISTS ${view}`, `CREATE VIEW ${view} AS ${query}`]
    return [`CREATE ${isReplaced ? 'OR REPLACE ' : ''}VIEW ${view} AS ${query}`]
  },
  dropView: (change, words) => [
    `DROP VIEW ${isTrue(change, 'ifExists') ? 'IF EXISTS ' : ''}${target(change, words, 'viewName')}`,
  ],
  renameView(change, words) {
    const from = target(change, words, 'oldViewName')
    const to = words.name(needed(change, 'newViewName'))
    return [words.isMysql ? `RENAME TABLE ${from} TO ${to}` : `ALTER TABLE ${from} RENAME TO ${to}`]
  },
  createSequence: (change, words) => [
    `CREATE SEQUENCE ${words.engine === 'postgres' ? 'IF NOT EXISTS ' : ''}${sequence(change, words)}`,
  ],
  alterSequence: (change, words) => [`ALTER SEQUENCE ${sequence(change, words)}`],
  dropSequence: (change, words) => [
    `DROP SEQUENCE ${target(change, words, 'sequenceName')}${words.engine === 'postgres' ? ' CASCADE' : ''}`,
  ],
  renameSequence: (change, words) => [
    `ALTER SEQUENCE ${target(change, words, 'oldSequenceName')} RENAME TO ${words.name(needed(change, 'newSequenceName'))}`,
  ],
  dropProcedure: (change, words) => [`DROP PROCEDURE ${target(change, words, 'procedureName')}`],
  tagDatabase: nothing,
  empty: nothing,
  output: nothing,
}

function sequence(change: WrittenChange, words: EngineWords): string {
  const options = [
    ['dataType', 'AS'],
    ['startValue', 'START WITH'],
    ['incrementBy', 'INCREMENT BY'],
    ['minValue', 'MINVALUE'],
    ['maxValue', 'MAXVALUE'],
    ['cacheSize', 'CACHE'],
  ] as const
  return [
    target(change, words, 'sequenceName'),
    ...options.flatMap(([key, word]) => {
      const value = field(change, key)
      return value === undefined ? [] : [`${word} ${value}`]
    }),
    ...(isTrue(change, 'cycle') ? ['CYCLE'] : []),
  ].join(' ')
}
