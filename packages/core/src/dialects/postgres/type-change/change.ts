import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'

export const noChange: TypeChange = { loses: 'nothing', cost: 'none' }
/** Every value fits, and every row is written again. */
export const fits: TypeChange = { loses: 'nothing', cost: 'rewrite' }
export const unknownChange: TypeChange = { loses: 'unknown', cost: 'unknown' }

/** Of other types the casts are not known: an extension may have made one. */
function isBuiltIn({ name }: DataType): boolean {
  return /^(?:smallint|integer|bigint|numeric|real|double precision|money|boolean|text|varchar|char|bytea|date|time|timetz|timestamp|timestamptz|interval|uuid|jsonb?|xml|inet|cidr|macaddr8?|bit|varbit|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|int[48]range|numrange|tsrange|tstzrange|daterange)$/.test(
    name,
  )
}

function isText({ name }: DataType): boolean {
  return /^(?:text|varchar|char)$/.test(name)
}

/** Of these pg_cast has regclass alone as a target of text (measured: PostgreSQL 15). */
function namesObject({ name }: DataType): boolean {
  return /^reg(?:proc|procedure|oper|operator|type|role|namespace|config|dictionary|collation)$/.test(name)
}

/** Error 42804: the column cannot be cast automatically. */
export function needsUsing(from: DataType, to: DataType): TypeChange {
  return {
    loses: 'can-fail',
    cost: 'rewrite',
    refused: isBuiltIn(from) && (isBuiltIn(to) || (isText(from) && namesObject(to))),
    why: `PostgreSQL does not convert ${from.name} to ${to.name} without a USING expression`,
  }
}

export function canFail(why: string): TypeChange {
  return { loses: 'can-fail', cost: 'rewrite', why }
}

export function silent(why: string): TypeChange {
  return { loses: 'silent', cost: 'rewrite', why }
}
