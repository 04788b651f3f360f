import { introspectPostgresOthers } from './introspect-postgres-others.ts'
import {
  foreignKeyDetail,
  type Query,
  type SeenColumn,
  type SeenConstraint,
  type SeenIndex,
  type SeenSchema,
} from './seen-table.ts'

/** Everything of ours in a database, from PostgreSQL's catalog: what an extension has brought is left out. */
export async function introspectPostgres(query: Query): Promise<SeenSchema> {
  const tables = await query(`
    SELECT c.oid::int AS id, ${named('n', 'c.relname')} AS name, obj_description(c.oid, 'pg_class') AS comment,
      c.relrowsecurity AS secured, c.relpersistence AS kept, ${named('pn', 'p.relname')} AS parent,
      c.relispartition AS part, pg_get_partkeydef(c.oid) AS part_key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
      LEFT JOIN pg_class p ON p.oid = i.inhparent LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
    WHERE ${ours('n')} AND c.relkind IN ('r', 'p', 'f') AND ${notOfExtension('c.oid')} ORDER BY 2`)
  const columns = await query(`
    SELECT attrelid::int AS id, attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
      atthasdef AND attgenerated = '' AND
        pg_get_expr(adbin, adrelid) NOT LIKE 'NULL::%' AS defaulted, col_description(attrelid, attnum) AS comment,
      (SELECT collname FROM pg_collation WHERE oid = attcollation AND attcollation <> typcollation) AS collation,
      CASE WHEN attgenerated <> '' THEN 'generated stored' WHEN attidentity = 'a' THEN 'identity-always'
        WHEN attidentity <> '' THEN 'identity-by-default' ELSE '' END AS kind
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
      LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped ORDER BY attnum`)
  const indexes = await query(`
    SELECT i.indrelid::int AS id, c.relname AS name, i.indisunique AS uniq, i.indpred IS NOT NULL AS partial,
      m.amname AS method, EXISTS (SELECT FROM pg_inherits WHERE inhrelid = i.indexrelid) AS attached, i.indisvalid AS valid, i.indoption::int[] AS options,
      (SELECT json_agg(COALESCE(a.attname::text, '') ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k(num, n)
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.n <= i.indnkeyatts) AS columns,
      (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k(num, n)
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.n > i.indnkeyatts) AS include
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))`)
  const constraints = await query(`
    SELECT conrelid::int AS id, conname AS name, contype AS type, conparentid <> 0 AS attached, ${named('fn', 'f.relname')} AS parent,
      confdeltype AS on_delete, confupdtype AS on_update, convalidated AS valid, condeferrable AS deferrable,
      condeferred AS deferred, COALESCE((SELECT indisvalid FROM pg_index WHERE indexrelid = conindid), true) AS usable,
      (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num) AS columns,
      (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(confkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.num) AS parent_columns
    FROM pg_constraint LEFT JOIN pg_class f ON f.oid = confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
    WHERE contype IN ('p', 'u', 'f', 'c', 'x')`)
  return {
    tables: tables.map(table => ({
      name: String(table.name),
      columns: columns.filter(({ id }) => id === table.id).map(columnOf),
      indexes: indexes.filter(({ id }) => id === table.id).map(indexOf),
      constraints: constraints.filter(({ id }) => id === table.id).map(constraintOf),
      details: tableDetails(table),
    })),
    others: await introspectPostgresOthers(query),
  }
}

/** SQL for a name the way that replay has it: `public` is left out. */
export function named(namespace: string, name: string): string {
  return `CASE WHEN ${namespace}.nspname = 'public' THEN ${name} ELSE ${namespace}.nspname || '.' || ${name} END`
}

export function ours(namespace: string): string {
  return `${namespace}.nspname NOT LIKE 'pg\\_%' AND ${namespace}.nspname <> 'information_schema'`
}

export function notOfExtension(id: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = ${id} AND x.deptype = 'e')`
}

type Row = Readonly<Record<string, unknown>>

function tableDetails({ comment, secured, kept, parent, part, part_key }: Row): readonly string[] {
  return [
    ...(comment === null ? [] : [`comment '${comment}'`]),
    ...(secured === true ? ['row security'] : []),
    ...(kept === 'u' ? ['unlogged'] : []),
    ...(parent === null ? [] : [`${part === true ? 'partition of' : 'inherits'} ${parent}`]),
    ...(part_key === null ? [] : ['partitioned']),
  ]
}

function columnOf({ name, type, required, defaulted, kind, comment, collation }: Row): SeenColumn {
  return {
    name: String(name),
    type: String(type),
    nullable: required !== true,
    hasDefault: defaulted === true,
    kind: String(kind),
    details: [
      ...(collation === null ? [] : [`collate ${collation}`]),
      ...(comment === null ? [] : [`comment '${comment}'`]),
    ],
  }
}

/** Bit 1 of an option: descending (PostgreSQL source, pg_index.h, INDOPTION_DESC). */
function indexOf({
  attached,
  name,
  uniq,
  columns,
  partial,
  method,
  valid,
  options,
  include,
}: Row): SeenIndex {
  const descending = Array.isArray(options) ? options.map(option => Number(option) % 2 === 1) : []
  return {
    name: String(name),
    isAttached: attached === true,
    unique: uniq === true,
    columns: texts(columns).map((column, index) => (descending[index] === true ? `${column} desc` : column)),
    partial: partial === true,
    details: [
      ...(method === 'btree' ? [] : [`using ${method}`]),
      ...(include === null ? [] : [`include (${texts(include).join(', ')})`]),
      ...(valid === true ? [] : ['invalid']),
    ],
  }
}

const types: Readonly<Record<string, SeenConstraint['type']>> = {
  p: 'primary-key',
  u: 'unique',
  f: 'foreign-key',
  c: 'check',
  x: 'exclusion',
}

function constraintOf(row: Row): SeenConstraint {
  const type = types[String(row.type)] ?? 'check'
  const hasColumns = type === 'primary-key' || type === 'unique' || type === 'foreign-key'
  return {
    type,
    name: String(row.name),
    isAttached: row.attached === true,
    columns: hasColumns ? texts(row.columns) : [],
    detail: [
      type === 'foreign-key'
        ? foreignKeyDetail(
            String(row.parent),
            texts(row.parent_columns),
            actionOf(row.on_delete),
            actionOf(row.on_update),
          )
        : '',
      row.valid === true ? '' : 'not valid',
      row.usable === true || type === 'foreign-key' ? '' : 'invalid',
      row.deferrable === true ? `deferrable ${row.deferred === true ? 'deferred' : 'immediate'}` : '',
    ]
      .filter(word => word !== '')
      .join(' '),
  }
}

function actionOf(letter: unknown): string {
  const actions: Readonly<Record<string, string>> = {
    a: 'no action',
    r: 'restrict',
    c: 'cascade',
    n: 'set null',
    d: 'set default',
  }
  return actions[String(letter)] ?? ''
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
