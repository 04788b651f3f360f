import { conditionsOf, nameLike } from './query-conditions.ts'
import { shapeOf, type Token, tokensOf } from './query-tokens.ts'
import type { AskedQuery } from './rows-found.ts'
import { type SelectedValue, selectedOf } from './selected-values.ts'

/** What a migration asks the database's own catalogue about one table: is it there, which columns has it? */
export interface CatalogueQuery {
  readonly about: 'table' | 'columns'
  /** With its schema, where the query names one. */
  readonly table: string
  /** Of these columns alone. */
  readonly columns?: readonly string[]
  readonly selected: readonly SelectedValue[]
}

/** Undefined where the text asks for more than this, or for something else. */
export function catalogueQuery({ sql, bindings }: AskedQuery): CatalogueQuery | undefined {
  if (!mayAskCatalogue.test(sql)) return undefined
  const tokens = tokensOf(sql, Array.isArray(bindings) ? bindings : [])
  return tokens === undefined ? undefined : (fromPragma(tokens) ?? fromShow(tokens) ?? fromSelect(tokens))
}

const mayAskCatalogue =
  /table_x?info|sqlite_(?:master|schema)|information_schema|pg_tables|^\s*(?:show|desc)/i

/** `PRAGMA table_info('users')`. */
function fromPragma(tokens: readonly Token[]): CatalogueQuery | undefined {
  const shape = shapeOf(tokens)
  if (!/^pragma (?:(?:main|□) \. )?table_x?info (?:\( \S+ \)|= \S+)$/i.test(shape)) return undefined
  const table = shape.endsWith(')') ? tokens.at(-2) : tokens.at(-1)
  return table === undefined ? undefined : { about: 'columns', table: table.text, selected: everything }
}

const everything: readonly SelectedValue[] = [{ text: '*' }]

/** `SHOW COLUMNS FROM users LIKE 'email'`, `SHOW TABLES LIKE 'users'`, `DESCRIBE users`. */
function fromShow(tokens: readonly Token[]): CatalogueQuery | undefined {
  const shape = shapeOf(tokens)
  const tables = /^show (?:full )?tables like □$/i.test(shape) ? nameLike(tokens.at(-1)) : undefined
  if (tables !== undefined) return { about: 'table', table: tables, selected: everything }
  const columns = /^(?:show (?:full )?(?:columns|fields) (?:from|in)|desc|describe) (\S+)( .+)?$/i.exec(shape)
  if (columns === null) return undefined
  const table = tokens[shape.split(' ').indexOf(columns[1] ?? '')]
  const rest = columns[2]
  if (table === undefined || table.kind === 'mark') return undefined
  const all = { about: 'columns', table: table.text, selected: everything } as const
  if (rest === undefined) return all
  const isOne = /^ (?:like □|where (?:field|□) (?:=|like) □)$/i.test(rest)
  const column = isOne ? nameLike(tokens.at(-1)) : undefined
  return column === undefined ? undefined : { ...all, columns: [column] }
}

/** What a catalogue calls what we know of. */
interface Source {
  readonly about: CatalogueQuery['about']
  readonly table: readonly string[]
  readonly schema: readonly string[]
  readonly column: readonly string[]
  /** What kind of object it is to be. */
  readonly type: readonly string[]
  /** It lists objects other than tables too. */
  readonly isMixed?: true
}

const sqliteMaster: Source = {
  about: 'table',
  table: ['name', 'tbl_name'],
  schema: [],
  column: [],
  type: ['type'],
  isMixed: true,
}
const sources: Readonly<Record<string, Source>> = {
  sqlite_master: sqliteMaster,
  sqlite_schema: sqliteMaster,
  'information_schema.tables': {
    about: 'table',
    table: ['table_name'],
    schema: ['table_schema'],
    column: [],
    type: ['table_type'],
  },
  pg_tables: { about: 'table', table: ['tablename'], schema: ['schemaname'], column: [], type: [] },
  'information_schema.columns': {
    about: 'columns',
    table: ['table_name'],
    schema: ['table_schema'],
    column: ['column_name'],
    type: [],
  },
}
const pragmaTableInfo: Source = { about: 'columns', table: [], schema: [], column: ['name'], type: [] }

/** `SELECT … FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'email'`. */
function fromSelect(tokens: readonly Token[]): CatalogueQuery | undefined {
  const lower = tokens.map(({ kind, text }) => (kind === 'text' ? '□' : text.toLowerCase()))
  const from = lower.indexOf('from')
  if (lower[0] !== 'select' || from < 0 || lower.lastIndexOf('select') > 0) return undefined
  const where = lower.indexOf('where')
  const end = lower.findIndex((word, index) => index > from && (word === 'order' || word === 'limit'))
  const found = sourceOf(tokens.slice(from + 1, where < 0 ? undefined : where))
  if (found === undefined) return undefined
  const { source, ...named } = found
  const conditions = where < 0 ? [] : conditionsOf(tokens.slice(where + 1, end < 0 ? undefined : end))
  if (conditions === undefined) return undefined
  const known = [...source.table, ...source.schema, ...source.column, ...source.type, 'table_catalog']
  if (conditions.some(({ column }) => !known.includes(column))) return undefined
  const valuesOf = (columns: readonly string[]): readonly string[] | undefined =>
    conditions.find(({ column }) => columns.includes(column))?.values
  const types = valuesOf(source.type)
  if (types === undefined ? source.isMixed : !types.some(type => /^(?:base )?table$/i.test(type))) {
    return undefined
  }
  const [table, ...others] = named.table === undefined ? (valuesOf(source.table) ?? []) : [named.table]
  if (table === undefined || others.length > 0) return undefined
  const [schema] = valuesOf(source.schema) ?? []
  const columns = valuesOf(source.column)
  return {
    about: source.about,
    table: schema === undefined ? table : `${schema}.${table}`,
    ...(columns === undefined ? {} : { columns }),
    selected: selectedOf(tokens.slice(1, from)),
  }
}

function sourceOf(
  tokens: readonly Token[],
): { readonly source: Source; readonly table?: string } | undefined {
  const words = tokens.map(({ text }) => text.toLowerCase())
  if (/^pragma_table_x?info$/.test(words[0] ?? '') && words[1] === '(' && words[3] === ')') {
    return { source: pragmaTableInfo, table: tokens[2]?.text ?? '' }
  }
  const path = words.slice(0, words[1] === '.' ? 3 : 1).filter(word => word !== '.')
  const rest = words.slice(words[1] === '.' ? 3 : 1)
  const name = path.filter(word => word !== 'main' && word !== 'pg_catalog').join('.')
  const isAlias = rest.length === 0 || (rest.length <= 2 && rest.every(word => /^\w+$/.test(word)))
  const source = isAlias && Object.hasOwn(sources, name) ? sources[name] : undefined
  return source === undefined ? undefined : { source }
}
