import { holdsUnknownText } from '../../../operations/unknown-text.ts'
import type { SchemaQuestion } from '../protocol.ts'
import type { Ask } from './ask.ts'
import { type CatalogueQuery, catalogueQuery } from './catalogue-query.ts'
import { type AskedQuery, rowsFound } from './rows-found.ts'
import { choose, type Run } from './run.ts'
import { unknownList, unknownRow } from './unknown-row.ts'

/** What a migration that asks the catalogue in SQL finds there; `isTrue` answers as it does for hasTable(). */
export async function rowsOfCatalogue(
  query: AskedQuery,
  dialect: string,
  run: Run,
  ask: Ask,
  isTrue: (question: SchemaQuestion, wording: string) => Promise<boolean>,
): Promise<unknown[] | undefined> {
  const asked = catalogueQuery(query)
  const table = asked === undefined ? undefined : tableHere(asked.table, dialect)
  if (asked === undefined || table === undefined) return undefined
  const [column, ...others] = asked.columns ?? []
  if (asked.about === 'table') {
    const isThere = await isTrue({ kind: 'table', table }, `hasTable('${table}')`)
    return rowsFor(asked, isThere ? [tableFacts(table)] : [], dialect, run)
  }
  if (column !== undefined && others.length === 0) {
    const isThere = await isTrue({ kind: 'column', table, column }, `hasColumn('${table}', '${column}')`)
    return rowsFor(asked, isThere ? [columnFacts(column)] : [], dialect, run)
  }
  const answer = await ask({ kind: 'columns', table }, run)
  if (answer.known !== 'columns' && answer.known !== 'no') return undefined
  const wanted = asked.columns?.map(each => each.toLowerCase())
  const found = (answer.known === 'columns' ? answer.columns : [])
    .filter(({ name }) => wanted?.includes(name.toLowerCase()) ?? true)
    .map(({ name, nullable }) => columnFacts(name, nullable))
  if (answer.known === 'columns' && !answer.isComplete) {
    const isList = asked.selected.every(({ text }) => !text.startsWith('count('))
    return found.length === 0 || !isList
      ? undefined
      : unknownList(run, `columns of ${table}`, rowsFor(asked, found, dialect, run))
  }
  // The schema changes under a migration, so that what is known is asked anew each time.
  const number = run.decisions.filter(({ about }) => about === 'known schema').length
  const isAsKnown = choose(run, `${number} columns of ${table}`, ['known', 'others'], 'known schema') === 0
  return isAsKnown ? rowsFor(asked, found, dialect, run) : rowsFound(query, run)
}

/** Undefined where the query may ask for another database's table. */
function tableHere(table: string, dialect: string): string | undefined {
  if (dialect !== 'mysql' || !table.includes('.')) return table
  const [database = '', name] = table.split('.')
  return database === 'database' || holdsUnknownText(database) ? name : undefined
}

type Facts = Readonly<Record<string, string | number>>

function tableFacts(table: string): Facts {
  const name = table.slice(table.lastIndexOf('.') + 1)
  return { name, tbl_name: name, table_name: name, tablename: name }
}

function columnFacts(name: string, nullable?: boolean): Facts {
  return {
    name,
    column_name: name,
    Field: name,
    ...(nullable === undefined
      ? {}
      : { notnull: nullable ? 0 : 1, is_nullable: nullable ? 'YES' : 'NO', Null: nullable ? 'YES' : 'NO' }),
  }
}

/** What we do not know of a row is as unknown as in any other. */
function rowsFor(
  { selected, table }: CatalogueQuery,
  found: readonly Facts[],
  dialect: string,
  run: Run,
): unknown[] {
  const wording = `the catalogue's row of ${table}`
  const counted = selected.find(({ text }) => /^count\(.*\)$/.test(text))
  if (counted !== undefined) {
    const count = dialect === 'postgres' || dialect === 'postgresql' ? String(found.length) : found.length
    const name = counted.alias ?? (typeof count === 'string' ? 'count' : counted.text)
    return [Object.assign(unknownRow(run, wording), { [name]: count, [name.toUpperCase()]: count })]
  }
  return found.map(facts => {
    const row = Object.assign(unknownRow(run, wording), facts)
    for (const [name, value] of Object.entries(facts)) {
      row[name.toUpperCase()] = value
      for (const { text, alias } of selected) if (alias !== undefined && text === name) row[alias] = value
    }
    return row
  })
}
