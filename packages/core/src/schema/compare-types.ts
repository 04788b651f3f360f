import type { DataType } from '../operations/column.ts'
import { describeType } from '../operations/describe-parts.ts'

type Options = Readonly<Record<string, string>>

/** How one type is not the other; a table's charset and collation count where the column has none of its own. */
export function typeDifference(
  before: DataType | undefined,
  after: DataType | undefined,
  optionsBefore: Options = {},
  optionsAfter: Options = {},
): string | undefined {
  if (before === undefined || after === undefined) return undefined
  if (before.values !== undefined && after.values !== undefined && before.name === after.name) {
    const difference = valuesDifference(before.values, after.values)
    if (difference !== undefined) return difference
  }
  if (!sameShape(before, after)) return `is ${describeType(after)}, was ${describeType(before)}`
  if (before.srid !== after.srid)
    return `its SRID is ${after.srid ?? 'not set'}, was ${before.srid ?? 'not set'}`
  if (!isText(after)) return undefined
  return (
    named('character set', charsetOf(before, optionsBefore), charsetOf(after, optionsAfter)) ??
    named('collation', collationOf(before, optionsBefore), collationOf(after, optionsAfter))
  )
}

export function sameType(before: DataType, after: DataType): boolean {
  return typeDifference(before, after) === undefined
}

function valuesDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const lacking = before.filter(value => !after.includes(value))
  const extra = after.filter(value => !before.includes(value))
  if (lacking.length > 0) return `lacks the value ${quotedList(lacking)}`
  if (extra.length > 0) return `still has the value ${quotedList(extra)}`
  return before.every((value, index) => value === after[index])
    ? undefined
    : `its values are in the order ${quotedList(after)}`
}

function sameShape(before: DataType, after: DataType): boolean {
  return (
    before.name === after.name &&
    sameArguments(before, after) &&
    (before.unsigned ?? false) === (after.unsigned ?? false) &&
    (before.zerofill ?? false) === (after.zerofill ?? false) &&
    (before.arrayDimensions ?? 0) === (after.arrayDimensions ?? 0)
  )
}

const integerNames: ReadonlySet<string> = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'integer',
  'bigint',
])

/** An integer's display width changes nothing that is stored; only tinyint(1), which drivers read as a boolean,
 * is told from tinyint (MySQL 8.0 manual 13.1.6). */
function sameArguments(before: DataType, after: DataType): boolean {
  if (integerNames.has(before.name)) {
    return before.name !== 'tinyint' || isBoolean(before) === isBoolean(after)
  }
  return (
    before.args.length === after.args.length &&
    before.args.every((argument, index) => argument === after.args[index])
  )
}

function isBoolean(type: DataType): boolean {
  return type.args[0] === 1
}

/** A type whose values have a character set. */
export function isText({ name }: DataType): boolean {
  return /char|text|^enum$|^set$|^citext$|^name$/.test(name)
}

/** A column's own, or its table's; with BINARY the one that compares byte by byte (MySQL 8.0 manual 12.3.5). */
export function collationOf(
  { collation, charset, binaryCollation }: DataType,
  options: Options,
): string | undefined {
  if (collation !== undefined || binaryCollation !== true) return collation ?? options.collate
  const of = charset ?? options.charset ?? charsetOfCollation(options.collate)
  return of === undefined || of === 'binary' ? of : `${of}_bin`
}

function charsetOf(type: DataType, options: Options): string | undefined {
  return type.charset ?? charsetOfCollation(type.collation) ?? options.charset
}

/** MySQL's collations begin with their character set; PostgreSQL's `pg_catalog.default` and `en_US` have none. */
function charsetOfCollation(collation: string | undefined): string | undefined {
  return /^([a-z0-9]+)_\w+$/.exec(collation ?? '')?.[1]
}

function named(what: string, was: string | undefined, is: string | undefined): string | undefined {
  if (was?.toLowerCase() === is?.toLowerCase()) return undefined
  return `${what} is ${is ?? 'the default'}, was ${was ?? 'the default'}`
}

export function quotedList(values: readonly string[]): string {
  return values.map(value => `'${value}'`).join(', ')
}
