import type { Column } from '../operations/column.ts'
import { holdsUnknownText } from '../operations/unknown-text.ts'
import { canonicalExpression } from './canonical-text.ts'
import { typeDifference } from './compare-types.ts'
import type { Difference } from './difference.ts'
import { pairs } from './pair-by-key.ts'
import type { Table } from './schema-state.ts'

export function compareColumns(before: Table, after: Table): readonly Difference[] {
  return pairs(before.columns, after.columns).flatMap(([one, other]): readonly Difference[] => {
    if (one !== undefined && other !== undefined) return columnDifferences(before, after, one, other)
    if (one !== undefined) return [{ kind: 'missing', subject: `column ${before.name}.${one.name}` }]
    return other === undefined || (other.partial === true && !before.complete)
      ? []
      : [{ kind: 'left-over', subject: `column ${before.name}.${other.name}` }]
  })
}

function columnDifferences(
  tableBefore: Table,
  tableAfter: Table,
  before: Column,
  after: Column,
): readonly Difference[] {
  const subject = `column ${tableBefore.name}.${before.name}`
  if (before.partial === true || after.partial === true) return partlyKnown(subject, before, after)
  const details = [
    typeDifference(before.type, after.type, tableBefore.options, tableAfter.options),
    nullabilityDifference(before, after),
    defaultDifference(before, after),
    generatedDifference(before, after),
    autoIncrementDifference(before, after),
    attributeDifference('ON UPDATE', expression(before.onUpdate), expression(after.onUpdate)),
    attributeDifference('comment', quoted(before.comment), quoted(after.comment)),
    attributeDifference('INVISIBLE', flag(before.invisible), flag(after.invisible)),
  ].filter(detail => detail !== undefined)
  const isUnknown = details.length === 0 && hasUnknownDefault(before, after)
  return isUnknown
    ? [{ kind: 'unknown', subject: `default of ${subject}` }]
    : details.map(detail => ({ kind: 'changed', subject, detail }))
}

/** What a package that is not there, or the environment, would say stands in for it. */
function hasUnknownDefault(before: Column, after: Column): boolean {
  return [before, after].some(column => holdsUnknownText(column.default ?? ''))
}

/** Two columns of which one was never seen whole: what a statement has said of both is compared. */
function partlyKnown(subject: string, before: Column, after: Column): readonly Difference[] {
  if (before.partial === true && after.partial === true) {
    const detail = nullabilityDifference(before, after) ?? defaultDifference(before, after)
    return detail === undefined ? [] : [{ kind: 'changed', subject, detail }]
  }
  return [{ kind: 'unknown', subject }]
}

/** Of a column that no migration read has made. */
export const unseenDefault = ' that is known'

function nullabilityDifference(before: Column, after: Column): string | undefined {
  if (before.nullable === after.nullable) return undefined
  return after.nullable ? 'is nullable, was NOT NULL' : 'is NOT NULL, was nullable'
}

function defaultDifference(before: Column, after: Column): string | undefined {
  if (before.default !== undefined && after.default !== undefined && hasUnknownDefault(before, after))
    return undefined
  const [was, is] = [defaultOf(before), defaultOf(after)]
  if (was === is) return undefined
  if (is === undefined) return `has no default, was ${before.default}`
  if (was === undefined) {
    return `has the default ${after.default}, had none${before.partial === true ? unseenDefault : ''}`
  }
  return `default is ${after.default}, was ${before.default}`
}

/** DEFAULT NULL is no default; a serial column's default is its sequence. */
function defaultOf(column: Column): string | undefined {
  if (column.default === undefined || column.autoIncrement === 'serial') return undefined
  const text = canonicalExpression(column.default)
  return text === 'null' ? undefined : (truthOf(text, column) ?? text)
}

/** FALSE is 0 in MySQL and SQLite; PostgreSQL manual, Boolean Type, for the texts that a boolean takes. */
function truthOf(text: string, { type }: Column): string | undefined {
  const word =
    type?.name === 'boolean'
      ? text
          .replace(/^'(.*)'$/, '$1')
          .trim()
          .toLowerCase()
      : text
  const truths = type?.name === 'boolean' ? booleanTexts : constants
  return [...truths].find(([, words]) => words.includes(word))?.[0]
}

const constants: ReadonlyMap<string, readonly string[]> = new Map([
  ['0', ['false']],
  ['1', ['true']],
])
const booleanTexts: ReadonlyMap<string, readonly string[]> = new Map([
  ['0', ['false', 'f', 'no', 'n', 'off', '0']],
  ['1', ['true', 't', 'yes', 'y', 'on', '1']],
])

function generatedDifference(before: Column, after: Column): string | undefined {
  const [was, is] = [before.generated, after.generated]
  if (was === undefined && is === undefined) return undefined
  if (is === undefined) return 'is not generated, was'
  if (was === undefined) return 'is generated, was not'
  const same =
    was.storage === is.storage && canonicalExpression(was.expression) === canonicalExpression(is.expression)
  return same ? undefined : `is generated as (${is.expression}), was (${was.expression})`
}

function autoIncrementDifference(before: Column, after: Column): string | undefined {
  if (before.autoIncrement === after.autoIncrement) return undefined
  if (after.autoIncrement === undefined) return `is not ${words(before.autoIncrement)}, was`
  return `is ${words(after.autoIncrement)}, was ${words(before.autoIncrement) ?? 'not'}`
}

function words(kind: Column['autoIncrement']): string | undefined {
  return kind?.replaceAll('-', ' ')
}

function attributeDifference(
  name: string,
  was: string | undefined,
  is: string | undefined,
): string | undefined {
  if (was === is) return undefined
  if (is === undefined) return `lacks ${name} ${was}`.trimEnd()
  return was === undefined ? `has ${name} ${is}, had none` : `${name} is ${is}, was ${was}`
}

function expression(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalExpression(text)
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `'${text}'`
}

function flag(set: boolean | undefined): string | undefined {
  return set === true ? '' : undefined
}
