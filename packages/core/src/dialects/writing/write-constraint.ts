import type { Constraint } from '../../operations/column.ts'
import { type EngineWords, quotedName, quotedNames, words } from './sql-writer.ts'

/** With its name, but for what the engine named itself where it takes no such name. */
export function writeConstraint(constraint: Constraint, engine: Pick<EngineWords, 'quote'>): string {
  return words(named(constraint, engine), constraintBody(constraint, engine), deferral(constraint))
}

/** The same behind the one column that it is of. */
export function writeReferences(constraint: ForeignKey, engine: Pick<EngineWords, 'quote'>): string {
  return words(named(constraint, engine), references(constraint, engine), deferral(constraint))
}

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

function named({ name }: Constraint, engine: Pick<EngineWords, 'quote'>): string | undefined {
  return name === undefined ? undefined : `CONSTRAINT ${engine.quote(name)}`
}

function constraintBody(constraint: Constraint, engine: Pick<EngineWords, 'quote'>): string {
  switch (constraint.type) {
    case 'primary-key':
      return `PRIMARY KEY (${quotedNames(constraint.columns, engine)})`
    case 'unique':
      return words(
        'UNIQUE',
        constraint.nullsNotDistinct === true && 'NULLS NOT DISTINCT',
        `(${quotedNames(constraint.columns, engine)})`,
      )
    case 'foreign-key':
      return words(
        `FOREIGN KEY (${quotedNames(constraint.columns, engine)})`,
        references(constraint, engine),
        constraint.notValid === true && 'NOT VALID',
      )
    case 'check':
      return words(
        `CHECK (${constraint.expression})`,
        constraint.noInherit === true && 'NO INHERIT',
        constraint.notEnforced === true && 'NOT ENFORCED',
        constraint.notValid === true && 'NOT VALID',
      )
    case 'exclusion':
      return constraint.definition
    case 'not-null':
      return words(
        `NOT NULL ${quotedNames(constraint.columns, engine)}`,
        constraint.notValid === true && 'NOT VALID',
      )
    default:
      constraint satisfies never
      return ''
  }
}

function references(
  { references: { table, columns }, onDelete, onUpdate }: ForeignKey,
  engine: Pick<EngineWords, 'quote'>,
): string {
  return words(
    `REFERENCES ${quotedName(table, engine)}`,
    columns.length > 0 && `(${quotedNames(columns, engine)})`,
    onDelete && `ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate && `ON UPDATE ${onUpdate.toUpperCase()}`,
  )
}

function deferral({ deferrable }: Constraint): string | undefined {
  return deferrable && `DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`
}
