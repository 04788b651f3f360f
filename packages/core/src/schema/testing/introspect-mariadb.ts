import {
  foreignKeyDetail,
  type Query,
  type SeenConstraint,
  type SeenIndex,
  type SeenTable,
} from './seen-table.ts'

/** The tables of the current database, from information_schema. A unique constraint is a unique index here. */
export async function introspectMariadb(query: Query): Promise<readonly SeenTable[]> {
  const tables = await query(`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1`)
  const columns = await query(`
    SELECT table_name AS tab, column_name AS name, column_type AS type, is_nullable AS nullable,
      column_default AS value, extra, is_generated AS generated
    FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`)
  const indexes = await query(`
    SELECT table_name AS tab, index_name AS name, non_unique AS plain, column_name AS col
    FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, seq_in_index`)
  const keys = await query(`
    SELECT k.table_name AS tab, k.constraint_name AS name, k.column_name AS col, k.referenced_table_name AS parent,
      k.referenced_column_name AS parent_col, r.delete_rule AS on_delete, r.update_rule AS on_update
    FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
      ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
      AND r.table_name = k.table_name
    WHERE k.table_schema = DATABASE() ORDER BY 1, 2, k.ordinal_position`)
  const checks = await query(`
    SELECT table_name AS tab, constraint_name AS name, level FROM information_schema.check_constraints
    WHERE constraint_schema = DATABASE()`)
  return tables.map(({ name }) => {
    const own = (row: Row): boolean => row.tab === name
    const found = grouped(indexes.filter(own))
    return {
      name: String(name),
      columns: columns.filter(own).map(columnOf),
      indexes: found.filter(([index]) => index !== 'PRIMARY').map(([index, rows]) => indexOf(index, rows)),
      constraints: [
        ...found
          .filter(([index]) => index === 'PRIMARY')
          .map(([index, rows]) => ({
            type: 'primary-key' as const,
            name: index,
            columns: rows.map(row => String(row.col)),
            detail: '',
          })),
        ...grouped(keys.filter(own)).map(([key, rows]) => foreignKeyOf(key, rows)),
        ...checks
          .filter(own)
          // A column's own CHECK has the column's name in the catalog.
          .map(row => ({ type: 'check' as const, name: String(row.name), columns: [], detail: '' })),
      ],
    }
  })
}

type Row = Readonly<Record<string, unknown>>

function columnOf(row: Row): SeenTable['columns'][number] {
  const extra = String(row.extra).toLowerCase()
  const generated = row.generated === 'ALWAYS'
  return {
    name: String(row.name),
    type: String(row.type),
    nullable: row.nullable === 'YES',
    hasDefault: !generated && row.value !== null && row.value !== 'NULL',
    kind: generated ? 'generated' : extra.includes('auto_increment') ? 'auto-increment' : '',
  }
}

function indexOf(name: string, rows: readonly Row[]): SeenIndex {
  return {
    name,
    unique: Number(rows[0]?.plain) === 0,
    columns: rows.map(row => String(row.col)),
    partial: false,
  }
}

function foreignKeyOf(name: string, rows: readonly Row[]): SeenConstraint {
  const [first] = rows
  return {
    type: 'foreign-key',
    name,
    columns: rows.map(row => String(row.col)),
    detail: foreignKeyDetail(
      String(first?.parent),
      rows.map(row => String(row.parent_col)),
      // InnoDB's RESTRICT and NO ACTION are one.
      withoutRestrict(String(first?.on_delete)),
      withoutRestrict(String(first?.on_update)),
    ),
  }
}

function withoutRestrict(action: string): string {
  return action === 'RESTRICT' ? 'NO ACTION' : action
}

function grouped(rows: readonly Row[]): readonly (readonly [string, readonly Row[]])[] {
  const names = [...new Set(rows.map(row => String(row.name)))]
  return names.map(name => [name, rows.filter(row => row.name === name)])
}
