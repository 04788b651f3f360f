/** A type's name as the server resolves it, and what the alias says besides the name. */
export interface CanonicalType {
  readonly name: string
  readonly args: readonly number[]
  readonly unsigned?: true
  readonly charset?: string
}

/** MySQL 8.0 manual 13.9 "Using Data Types from Other Database Engines" and 13.1–13.3. */
const aliases: Readonly<Record<string, string>> = {
  integer: 'int', int1: 'tinyint', int2: 'smallint', int3: 'mediumint', middleint: 'mediumint', int4: 'int',
  int8: 'bigint', bool: 'tinyint', boolean: 'tinyint', dec: 'decimal', numeric: 'decimal', fixed: 'decimal',
  number: 'decimal', real: 'double', 'double precision': 'double', float4: 'float', float8: 'double',
  character: 'char', 'character varying': 'varchar', 'char varying': 'varchar', varcharacter: 'varchar',
  varchar2: 'varchar', nchar: 'char', 'national char': 'char', 'national character': 'char',
  nvarchar: 'varchar', 'nchar varchar': 'varchar', 'nchar varying': 'varchar', 'national varchar': 'varchar',
  'national varcharacter': 'varchar', 'national char varying': 'varchar',
  'national character varying': 'varchar', 'char byte': 'binary', long: 'mediumtext',
  'long varchar': 'mediumtext', 'long varcharacter': 'mediumtext', 'long char varying': 'mediumtext',
  'long character varying': 'mediumtext', 'long varbinary': 'mediumblob', geomcollection: 'geometrycollection',
} // biome-ignore format: a table

const names = new Set(
  `tinyint smallint mediumint int bigint decimal float double bit serial bool boolean date time datetime timestamp year
  char varchar binary varbinary tinytext text mediumtext longtext tinyblob blob mediumblob longblob enum set json uuid
  inet4 inet6 vector xmltype geometry point linestring polygon multipoint multilinestring multipolygon
  geometrycollection clob raw string`.split(/\s+/),
)

/** Both servers refuse a type that they do not know: there are none to define. */
export function isTypeName(written: string): boolean {
  return names.has(written) || Object.hasOwn(aliases, written)
}

const integers = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint'])

/** The length that the server assumes when none is written. */
const defaultArguments: Readonly<Record<string, readonly number[]>> = {
  decimal: [10, 0],
  char: [1],
  binary: [1],
  bit: [1],
}

export function canonicalType(written: string, args: readonly number[], zerofill: boolean): CanonicalType {
  if (written === 'serial') return { name: 'bigint', args: [], unsigned: true }
  if (written === 'bool' || written === 'boolean') return { name: 'tinyint', args: [1] }
  const name = aliases[written] ?? written
  const national = written.startsWith('n') && name !== written && /char/.test(name)
  return { ...withArguments(name, args, zerofill), ...(national ? { charset: 'utf8mb3' } : {}) }
}

/** A text of the character set `binary` is a type of its own (MySQL 8.0 manual 13.3.1). */
export function bytesInsteadOfText(name: string): string {
  if (/^(?:var)?char$/.test(name)) return name.replace('char', 'binary')
  return name.endsWith('text') ? name.replace('text', 'blob') : name
}

function withArguments(name: string, args: readonly number[], zerofill: boolean): CanonicalType {
  // A display width changes nothing but ZEROFILL's padding; connectors read tinyint(1) as a boolean.
  if (integers.has(name)) return { name, args: zerofill || isBoolean(name, args) ? args : [] }
  if (name === 'year') return { name, args: [] }
  if (name === 'decimal' && args.length === 1) return { name, args: [args[0] ?? 10, 0] }
  if (name === 'float' && args.length === 1)
    return { name: (args[0] ?? 0) > 24 ? 'double' : 'float', args: [] }
  if (/^(?:datetime|timestamp|time)$/.test(name) && args[0] === 0) return { name, args: [] }
  if (name === 'text' || name === 'blob') return sizedText(name, args[0])
  return { name, args: args.length > 0 ? args : (defaultArguments[name] ?? []) }
}

function isBoolean(name: string, args: readonly number[]): boolean {
  return name === 'tinyint' && args[0] === 1
}

/** TEXT(n) is the smallest text type that holds n characters, here of utf8mb4; BLOB(n), n bytes (MySQL 8.0
 * manual 13.3.1). */
function sizedText(name: 'text' | 'blob', length: number | undefined): CanonicalType {
  if (length === undefined) return { name, args: [] }
  const bytes = name === 'text' ? length * 4 : length
  const prefix = bytes < 2 ** 8 ? 'tiny' : bytes < 2 ** 16 ? '' : bytes < 2 ** 24 ? 'medium' : 'long'
  return { name: `${prefix}${name}`, args: [] }
}
