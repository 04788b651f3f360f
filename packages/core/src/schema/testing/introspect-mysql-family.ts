import {
  foreignKeyDetail,
  type Query,
  type SeenConstraint,
  type SeenIndex,
  type SeenSchema,
  type SeenTable,
} from './seen-table.ts'

/** The current database, from information_schema. A unique constraint is a unique index here. */
export async function introspectMysqlFamily(query: Query): Promise<SeenSchema> {
  const tables = await query(`
    SELECT t.table_name AS name, t.table_comment AS comment, t.engine AS engine, c.character_set_name AS charset,
      s.default_character_set_name AS usual, t.create_options AS options,
      (SELECT GROUP_CONCAT(DISTINCT p.partition_name ORDER BY p.partition_ordinal_position) FROM information_schema.partitions p
        WHERE p.table_schema = t.table_schema AND p.table_name = t.table_name AND p.partition_method REGEXP 'RANGE|LIST') AS parts
    FROM information_schema.tables t JOIN information_schema.schemata s ON s.schema_name = t.table_schema
      JOIN information_schema.collations c ON c.collation_name = t.table_collation
    WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' ORDER BY 1`)
  const columns = await query(`
    SELECT table_name AS tab, column_name AS name, column_type AS type, is_nullable AS nullable,
      column_default AS value, extra AS extra, generation_expression AS expression, column_comment AS comment,
      character_set_name AS charset
    FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`)
  const indexes = await query(`
    SELECT table_name AS tab, index_name AS name, non_unique AS plain, column_name AS col, collation AS direction,
      sub_part AS length, index_type AS method, ignored AS ignored, index_comment AS comment
    FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, seq_in_index`)
  const keys = await query(`
    SELECT k.table_name AS tab, k.constraint_name AS name, k.column_name AS col, k.referenced_table_name AS parent,
      k.referenced_column_name AS parent_col, r.delete_rule AS on_delete, r.update_rule AS on_update
    FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
      ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
      AND r.table_name = k.table_name
    WHERE k.table_schema = DATABASE() ORDER BY 1, 2, k.ordinal_position`)
  // A column's own CHECK has the column's name in the catalog.
  const checks = await query(`
    SELECT table_name AS tab, constraint_name AS name FROM information_schema.table_constraints
    WHERE table_schema = DATABASE() AND constraint_type = 'CHECK'`)
  const seen = tables.map((table): SeenTable => {
    const { name } = table
    const own = (row: Row): boolean => row.tab === name
    const found = grouped(indexes.filter(own))
    return {
      name: String(name),
      columns: columns.filter(own).map(row => columnOf(row, table)),
      details: tableDetails(table),
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
          .map(row => ({ type: 'check' as const, name: String(row.name), columns: [], detail: '' })),
      ],
    }
  })
  return { tables: seen, others: await othersIn(query) }
}

/** Views, triggers, routines, events, sequences. */
async function othersIn(query: Query): Promise<readonly string[]> {
  const rows = await query(`
    SELECT CONCAT('view ', table_name) AS line FROM information_schema.views WHERE table_schema = DATABASE()
    UNION ALL SELECT CONCAT('trigger ', trigger_name, ' on ', event_object_table) FROM information_schema.triggers
      WHERE trigger_schema = DATABASE()
    UNION ALL SELECT CONCAT(LOWER(routine_type), ' ', routine_name) FROM information_schema.routines
      WHERE routine_schema = DATABASE()
    UNION ALL SELECT CONCAT('event ', event_name) FROM information_schema.events WHERE event_schema = DATABASE()
    UNION ALL SELECT CONCAT('sequence ', table_name) FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE'`)
  return rows.map(({ line }) => String(line))
}

function tableDetails({ comment, engine, charset, usual, options, parts }: Row): readonly string[] {
  return [
    ...(comment === '' ? [] : [`comment '${comment}'`]),
    ...(engine === 'InnoDB' ? [] : [`engine ${engine}`]),
    ...(charset === usual ? [] : [`charset ${charset}`]),
    ...(String(options).includes('partitioned') ? ['partitioned'] : []),
    ...(parts === null || parts === undefined ? [] : [`partitions ${parts}`]),
  ]
}

type Row = Readonly<Record<string, unknown>>

function columnOf(row: Row, table: Row): SeenTable['columns'][number] {
  const extra = String(row.extra).toLowerCase()
  const generated = row.expression !== null && row.expression !== ''
  return {
    name: String(row.name),
    type: String(row.type),
    nullable: row.nullable === 'YES',
    hasDefault: !generated && row.value !== null && row.value !== 'NULL',
    kind: generated
      ? `generated ${extra.includes('stored') ? 'stored' : 'virtual'}`
      : extra.includes('auto_increment')
        ? 'auto-increment'
        : '',
    details: [
      ...(row.charset === null || row.charset === table.charset ? [] : [`charset ${row.charset}`]),
      ...(extra.includes('on update') ? ['on update'] : []),
      ...(extra.includes('invisible') ? ['invisible'] : []),
      ...(row.comment === '' ? [] : [`comment '${row.comment}'`]),
    ],
  }
}

function indexOf(name: string, rows: readonly Row[]): SeenIndex {
  return {
    name,
    unique: Number(rows[0]?.plain) === 0,
    columns: rows.map(
      ({ col, length, direction }) =>
        `${col}${length === null ? '' : `(${length})`}${direction === 'D' ? ' desc' : ''}`,
    ),
    partial: false,
    details: [
      ...(/^(fulltext|spatial)$/i.test(String(rows[0]?.method))
        ? [String(rows[0]?.method).toLowerCase()]
        : []),
      ...(rows[0]?.ignored === 'YES' ? ['invisible'] : []),
      ...(rows[0]?.comment === '' ? [] : [`comment '${rows[0]?.comment}'`]),
    ],
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
