/** PostgreSQL manual, Data Types, and the types of the extensions that hosts offer most. None is a domain. */
const names: ReadonlySet<string> = new Set(
  `smallint integer bigint numeric real money char varchar text bytea timestamp timestamptz date
  time timetz interval boolean point line lseg box path polygon circle cidr inet macaddr macaddr8 bit varbit
  tsvector tsquery uuid xml json jsonb jsonpath oid regclass regproc regtype regrole regnamespace name pg_lsn
  txid_snapshot pg_snapshot xid xid8 int4range int8range numrange tsrange tstzrange daterange int4multirange
  int8multirange nummultirange tsmultirange tstzmultirange datemultirange citext hstore ltree lquery cube vector
  halfvec sparsevec geometry geography`.split(/\s+/),
)

export function isBuiltInType(name: string): boolean {
  return (
    name === 'double precision' ||
    names.has(name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name)
  )
}
