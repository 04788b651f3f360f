import { foreignKeyDetail, type Query, type SeenSchema, type SeenTable } from './seen-table.ts'

/** A SQLite database, from its pragmas, which tell of no CHECK and of no constraint's name. */
export async function introspectSqlite(query: Query): Promise<SeenSchema> {
  const lists = await query(
    `SELECT name, wr, strict FROM pragma_table_list
     WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1`,
  )
  const tables: SeenTable[] = []
  for (const row of lists) tables.push(await seenTable(query, String(row.name), tableDetails(row)))
  const others = await query(
    `SELECT type || ' ' || name || CASE type WHEN 'trigger' THEN ' on ' || tbl_name ELSE '' END AS line
     FROM sqlite_schema WHERE type IN ('view', 'trigger')`,
  )
  return { tables, others: others.map(({ line }) => String(line)) }
}

function tableDetails({ wr, strict }: Row): readonly string[] {
  return [...(Number(wr) === 1 ? ['without rowid'] : []), ...(Number(strict) === 1 ? ['strict'] : [])]
}

type Row = Readonly<Record<string, unknown>>

async function seenTable(query: Query, name: string, details: readonly string[]): Promise<SeenTable> {
  const columns = await query(`SELECT * FROM pragma_table_xinfo('${name}')`)
  const lists = await query(`SELECT * FROM pragma_index_list('${name}')`)
  const parts = await query(
    `SELECT l.name AS idx, i.name AS col, i.desc AS down FROM pragma_index_list('${name}') l,
       pragma_index_xinfo(l.name) i WHERE i.key = 1 ORDER BY i.seqno`,
  )
  const keys = await query(`SELECT * FROM pragma_foreign_key_list('${name}') ORDER BY id, seq`)
  const columnsOf = (index: unknown): readonly string[] =>
    parts
      .filter(part => part.idx === index)
      .map(({ col, down }) => `${col ?? ''}${Number(down) === 1 ? ' desc' : ''}`)
  const keyOfParent = async (table: unknown): Promise<readonly string[]> =>
    (await query(`SELECT name FROM pragma_table_info('${String(table)}') WHERE pk > 0 ORDER BY pk`)).map(
      row => String(row.name),
    )
  const parentKeys = new Map<unknown, readonly string[]>()
  for (const { table } of keys) parentKeys.set(table, await keyOfParent(table))
  const primaryKey = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk))
  // INTEGER PRIMARY KEY is the rowid, never NULL whatever the pragma says, and has no index of its own (SQLite
  // manual, CREATE TABLE, 5).
  const isRowid = ({ pk, type }: Row): boolean =>
    Number(pk) === 1 &&
    primaryKey.length === 1 &&
    String(type).toUpperCase() === 'INTEGER' &&
    !lists.some(({ origin }) => origin === 'pk')
  return {
    name,
    details,
    columns: columns.map(row => columnOf(row, isRowid(row))),
    indexes: lists
      .filter(({ origin }) => origin === 'c')
      .map(index => ({
        name: String(index.name),
        unique: Number(index.unique) === 1,
        columns: columnsOf(index.name),
        partial: Number(index.partial) === 1,
        details: [],
      })),
    constraints: [
      ...(primaryKey.length === 0
        ? []
        : [{ type: 'primary-key' as const, columns: primaryKey.map(row => String(row.name)), detail: '' }]),
      ...lists
        .filter(({ origin }) => origin === 'u')
        .map(index => ({ type: 'unique' as const, columns: columnsOf(index.name), detail: '' })),
      ...[...new Set(keys.map(({ id }) => id))].map(id =>
        foreignKeyOf(
          keys.filter(key => key.id === id),
          parentKeys,
        ),
      ),
    ],
  }
}

function columnOf(row: Row, isRowid: boolean): SeenTable['columns'][number] {
  return {
    name: String(row.name),
    type: String(row.type).toLowerCase(),
    nullable: Number(row.notnull) === 0 && !isRowid,
    hasDefault: row.dflt_value !== null && row.dflt_value !== 'NULL',
    // 2 and 3: virtual and stored generated columns (SQLite manual, PRAGMA table_xinfo).
    kind: Number(row.hidden) === 3 ? 'generated stored' : Number(row.hidden) === 2 ? 'generated virtual' : '',
    details: [],
  }
}

/** `to` is empty where the parent's primary key is meant. */
function foreignKeyOf(
  rows: readonly Row[],
  parentKeys: ReadonlyMap<unknown, readonly string[]>,
): SeenTable['constraints'][number] {
  const [first] = rows
  return {
    type: 'foreign-key',
    columns: rows.map(row => String(row.from)),
    detail: foreignKeyDetail(
      String(first?.table),
      first?.to === null ? (parentKeys.get(first?.table) ?? []) : rows.map(row => String(row.to)),
      String(first?.on_delete),
      String(first?.on_update),
    ),
  }
}
