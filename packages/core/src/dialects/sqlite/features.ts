import type { Operation } from '../../operations/operation.ts'
import { builtIn, type Feature, type SeenStatement, someColumn } from '../features/feature.ts'

/** SQLite release history (sqlite.org/changes.html); measured: SQLite 3.22 to 3.50, fixtures/truth/features.json. */
export const features: readonly Feature[] = [
  { name: 'ON CONFLICT … DO', since: '3.24', found: '… ON CONFLICT … DO NOTHING|UPDATE' },
  { name: 'ALTER TABLE RENAME COLUMN', since: '3.25', found: some('rename-column') },
  { name: 'a window function', since: '3.25', found: '… ) OVER (' },
  { name: 'FILTER', since: '3.30', found: '… ) FILTER ( WHERE' },
  { name: 'NULLS FIRST and NULLS LAST', since: '3.30', found: '… NULLS FIRST|LAST' },
  { name: 'GENERATED columns', since: '3.31', found: someColumn(({ generated }) => generated !== undefined) },
  { name: 'UPDATE … FROM', since: '3.33', found: updatesFrom },
  { name: 'ALTER TABLE DROP COLUMN', since: '3.35', found: some('drop-column') },
  { name: 'RETURNING', since: '3.35', found: returnsRows },
  { name: 'MATERIALIZED', since: '3.35', found: '… AS MATERIALIZED (' },
  { name: 'NOT MATERIALIZED', since: '3.35', found: '… AS NOT MATERIALIZED (' },
  { name: 'a second ON CONFLICT', since: '3.35', found: 'INSERT … ON CONFLICT … DO … ON CONFLICT' },
  { name: 'STRICT', since: '3.37', found: ({ operations }) => operations.some(isStrict) },
  { name: 'the operator ->', since: '3.38', found: ({ text, words }) => text.includes('->') && words.some(word => word === '->' || word === '->>') },
  { name: 'RIGHT JOIN', since: '3.39', found: '… RIGHT JOIN' },
  { name: 'RIGHT OUTER JOIN', since: '3.39', found: '… RIGHT OUTER JOIN' },
  { name: 'FULL JOIN', since: '3.39', found: '… FULL JOIN' },
  { name: 'FULL OUTER JOIN', since: '3.39', found: '… FULL OUTER JOIN' },
  { name: 'IS DISTINCT FROM', since: '3.39', found: '… IS DISTINCT FROM' },
  { name: 'IS NOT DISTINCT FROM', since: '3.39', found: '… IS NOT DISTINCT FROM' },
  { name: 'ALTER COLUMN SET NOT NULL', since: '3.53', found: some('set-not-null') },
  { name: 'ALTER COLUMN DROP NOT NULL', since: '3.53', found: some('drop-not-null') },
  { name: 'ALTER TABLE ADD CONSTRAINT', since: '3.53', found: some('add-constraint') },
  { name: 'ALTER TABLE DROP CONSTRAINT', since: '3.53', found: some('drop-constraint') },
  ...builtIn('3.32', 'iif'),
  ...builtIn('3.34', 'substring'),
  ...builtIn('3.38', 'format', 'unixepoch'),
  ...builtIn('3.41', 'unhex'),
  ...builtIn('3.43', 'octet_length', 'timediff'),
  ...builtIn('3.44', 'concat', 'concat_ws', 'string_agg'),
  ...builtIn('3.45', 'jsonb'),
  ...builtIn('3.46', 'json_pretty'),
  ...builtIn('3.48', 'if'),
  ...builtIn('3.50', 'unistr'),
] // biome-ignore format: a table

function some(kind: Operation['kind']): (statement: SeenStatement) => boolean {
  return ({ operations }) => operations.some(operation => operation.kind === kind)
}

function isStrict(operation: Operation): boolean {
  return operation.kind === 'create-table' && operation.options.strict !== undefined
}

function returnsRows({ text, words, operations }: SeenStatement): boolean {
  return /\breturning\b/i.test(text) && operations.some(changesRows) && words.includes('RETURNING')
}

function changesRows({ kind }: Operation): boolean {
  return kind === 'insert-rows' || kind === 'update-rows' || kind === 'delete-rows'
}

/** FROM of the UPDATE itself: not of a subquery, nor of IS DISTINCT FROM. */
function updatesFrom({ operations, words }: SeenStatement): boolean {
  if (!operations.some(({ kind }) => kind === 'update-rows')) return false
  let depth = 0
  return words.some((word, at) => {
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    return word === 'FROM' && depth === 0 && words[at - 1] !== 'DISTINCT'
  })
}
