import { foreignKeyDetail, type Query, type SeenConstraint, type SeenTable } from './seen-table.ts'

/** The tables of the schema `public`, from PostgreSQL's catalog. */
export async function introspectPostgres(query: Query): Promise<readonly SeenTable[]> {
  const tables = await query(`
    SELECT c.oid::int AS id, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 2`)
  const columns = await query(`
    SELECT attrelid::int AS id, attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required,
      atthasdef AND attgenerated = '' AS defaulted,
      CASE WHEN attgenerated <> '' THEN 'generated' WHEN attidentity <> '' THEN 'identity' ELSE '' END AS kind
    FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped ORDER BY attnum`)
  const indexes = await query(`
    SELECT i.indrelid::int AS id, c.relname AS name, i.indisunique AS uniq, i.indpred IS NOT NULL AS partial,
      (SELECT json_agg(COALESCE(a.attname::text, '') ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k(num, n)
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.n <= i.indnkeyatts) AS columns
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))`)
  const constraints = await query(`
    SELECT conrelid::int AS id, conname AS name, contype AS type, f.relname AS parent, confdeltype AS on_delete,
      confupdtype AS on_update, convalidated AS valid, condeferrable AS deferrable, condeferred AS deferred,
      (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num) AS columns,
      (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(confkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.num) AS parent_columns
    FROM pg_constraint LEFT JOIN pg_class f ON f.oid = confrelid WHERE contype IN ('p', 'u', 'f', 'c', 'x')`)
  return tables.map(({ id, name }) => ({
    name: String(name),
    columns: columns
      .filter(column => column.id === id)
      .map(column => ({
        name: String(column.name),
        type: String(column.type),
        nullable: column.required !== true,
        hasDefault: column.defaulted === true,
        kind: String(column.kind),
      })),
    indexes: indexes
      .filter(index => index.id === id)
      .map(index => ({
        name: String(index.name),
        unique: index.uniq === true,
        columns: texts(index.columns),
        partial: index.partial === true,
      })),
    constraints: constraints.filter(constraint => constraint.id === id).map(constraintOf),
  }))
}

type Row = Readonly<Record<string, unknown>>

const types: Readonly<Record<string, SeenConstraint['type']>> = {
  p: 'primary-key',
  u: 'unique',
  f: 'foreign-key',
  c: 'check',
  x: 'exclusion',
}

function constraintOf(row: Row): SeenConstraint {
  const type = types[String(row.type)] ?? 'check'
  const named = type === 'primary-key' || type === 'unique' || type === 'foreign-key'
  return {
    type,
    name: String(row.name),
    columns: named ? texts(row.columns) : [],
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
