import { words } from '../../dialects/writing/sql-writer.ts'
import { positionWords } from '../../dialects/writing/write-common.ts'
import type { Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { textTokens } from '../../schema/sql-text.ts'
import { lastNameOf } from '../deploy/column-at-end.ts'
import { nameAtEnd } from '../deploy/later-in-deploy.ts'
import type { Problem, SuggestedMigration } from '../finding.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { type AddColumn, addedPlain, restOfColumn } from './added-in-steps.ts'
import { withClauses } from './alter-clauses.ts'
import { provenNotNull, provenTogether } from './proven-not-null.ts'

/** These columns nullable, all else that the statement says as it is, and NOT NULL when the rows have values. */
export function requiredLater(
  required: readonly AddColumn[],
  context: OperationContext,
): Pick<Problem, 'suggestion'> {
  if (required.some(each => isMadeKey(each, context))) return {}
  const steps = asWritten(required, context) ?? inSteps(required, context)
  if (steps === undefined) return {}
  const isLast = steps.later.length > 0
  return {
    suggestion: {
      title: isLast
        ? 'Add it nullable first; fill it, and set NOT NULL in a later release'
        : 'Add it nullable first, and fill it; for NOT NULL the table is made anew in a later release',
      sql: steps.sql,
      ...(isLast && { later: steps.later }),
    },
  }
}

interface Steps {
  readonly sql: string
  readonly later: readonly SuggestedMigration[]
}

/** With NOT NULL taken out of the text, so that nothing else is lost. */
function asWritten(required: readonly AddColumn[], context: OperationContext): Steps | undefined {
  const { statement, traits } = context
  const isRequired = (each: Operation): each is AddColumn => required.some(one => one === each)
  let isWhole = true
  const sql = withClauses(statement, (each, clause) => {
    if (!isRequired(each)) return clause
    const nullable = withoutNotNull(clause, saysNull(each, traits) ? 'NULL' : '')
    isWhole &&= nullable !== undefined && !isKey(each)
    return nullable ?? clause
  })
  if (sql === undefined || !isWhole) return undefined
  return { sql: `${sql};`, later: madeNotNull(required, context) }
}

function madeNotNull(
  required: readonly AddColumn[],
  context: OperationContext,
): readonly SuggestedMigration[] {
  const { traits } = context
  const [first] = required
  if (traits.laterValidation === true && first !== undefined) {
    const columns = required.map(({ table, column }) => ({
      column: lastNameOf(table, column.name, context)?.name ?? column.name,
    }))
    return provenTogether(nameLater(first.table, context), columns, traits)
  }
  return required.flatMap(each => modifiedAsWritten(each, context) ?? notNull(each, traits))
}

/** A later release knows the table by the name that the deploy leaves it. */
function nameLater(table: ObjectName, context: OperationContext): ObjectName {
  return nameAtEnd(table, context) ?? table
}

/** ADD PRIMARY KEY in the same statement takes no NULL, and would have to wait. */
function isMadeKey({ column }: AddColumn, { statement, before }: OperationContext): boolean {
  return statement.operations.some(
    each =>
      each.kind === 'add-constraint' &&
      each.constraint.type === 'primary-key' &&
      each.constraint.columns.some(name => sameColumn(before, name, column.name)),
  )
}

/** MODIFY with the words of ADD, where none of them makes a key or a CHECK a second time. */
function modifiedAsWritten(
  operation: AddColumn,
  context: OperationContext,
): readonly SuggestedMigration[] | undefined {
  const { statement, traits } = context
  if (!traits.restatesColumns || operation.constraints.length > 0) return undefined
  let own = ''
  withClauses(statement, (each, clause) => {
    if (each === operation) own = clause
    return clause
  })
  const definition = own
    .replace(/^\s*add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?/i, '')
    .replace(/\s+(?:first|after\s+(?:`[^`]*`|\w+))\s*$/i, '')
  if (definition === '' || definition.startsWith('(')) return undefined
  return [
    {
      sql: `ALTER TABLE ${sqlName(nameLater(operation.table, context), traits)} MODIFY COLUMN ${definition};`,
    },
  ]
}

function isKey({ constraints }: AddColumn): boolean {
  return constraints.some(({ type }) => type === 'primary-key')
}

/** Without a word a TIMESTAMP is NOT NULL where explicit_defaults_for_timestamp is off (MySQL 8.0 manual 7.1.8). */
function saysNull({ column }: AddColumn, { restatesColumns }: OperationContext['traits']): boolean {
  return restatesColumns && column.type?.name === 'timestamp'
}

/** NOT NULL that stands in no parentheses, with the name that it may have. */
function withoutNotNull(clause: string, instead: string): string | undefined {
  const tokens = textTokens(clause)
  let depth = 0
  let offset = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    const rest = depth === 0 && token.kind === 'word' ? clause.slice(offset) : ''
    const found = /^(?:constraint\s+(?:\w+|"[^"]*")\s+)?not\s+null\b/i.exec(rest)
    if (found !== null) {
      const before = clause.slice(0, offset)
      const behind = rest.slice(found[0].length)
      return instead === ''
        ? `${before.trimEnd()}${behind.trimStart() === '' ? '' : ` ${behind.trimStart()}`}`
        : `${before}${instead}${behind}`
    }
    offset += token.text.length
  }
  return undefined
}

/** Where the text is not a clause for each column. */
function inSteps(required: readonly AddColumn[], context: OperationContext): Steps | undefined {
  const { statement, traits } = context
  const plain = ({ column }: AddColumn) => ({ ...column, nullable: true })
  if (traits.laterValidation === true) {
    const sql = addedPlain(required, plain, statement, traits)
    const rest = required.map(each => restOfColumn(each, { isRequired: true }, context))
    if (sql === undefined || !rest.every(step => step !== undefined)) return undefined
    return { sql, later: rest.flat() }
  }
  if (!isAllPlain(required, statement)) return undefined
  const added = required.map(each =>
    words('ADD COLUMN', traits.columnDefinition(plain(each)), positionWords(each.position, traits)),
  )
  const [{ table } = { table: '' }] = required
  return {
    sql: `ALTER TABLE ${sqlName(table, traits)} ${added.join(', ')};`,
    later: required.flatMap(each => notNull(each, traits)),
  }
}

function isAllPlain(required: readonly AddColumn[], { operations }: Statement): boolean {
  return (
    required.length === operations.length &&
    required.every(
      ({ constraints, column, ifNotExists, ignoredReferences }) =>
        constraints.length === 0 && ignoredReferences === undefined && column.unkept !== true && !ifNotExists,
    )
  )
}

/** MODIFY says the whole column again; SQLite has no words for it. */
function notNull(
  { table, column, constraints }: AddColumn,
  traits: OperationContext['traits'],
): readonly SuggestedMigration[] {
  if (traits.laterValidation === true) return provenNotNull(table, column.name, traits)
  if (!traits.restatesColumns) return []
  const checks = constraints.filter(({ type }) => type === 'check')
  const written = traits.write({
    kind: 'change-column',
    table,
    column: column.name,
    to: column,
    constraints: checks,
    ifExists: false,
  })
  return (written ?? []).map(sql => ({ sql: `${sql};` }))
}
