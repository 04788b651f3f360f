import type { Constraint } from '../../operations/column.ts'
import { type EngineWords, quotedName, quotedNames, words } from './sql-writer.ts'

/** With its name, but for what the engine named itself where it takes no such name. */
export function writeConstraint(constraint: Constraint, engine: Pick<EngineWords, 'quote'>): string {
  const named = constraint.name === undefined ? undefined : `CONSTRAINT ${engine.quote(constraint.name)}`
  return words(named, constraintBody(constraint, engine), deferral(constraint))
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
      return words(foreignKey(constraint, engine), constraint.notValid === true && 'NOT VALID')
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

function foreignKey(
  { columns, references, onDelete, onUpdate }: Extract<Constraint, { type: 'foreign-key' }>,
  engine: Pick<EngineWords, 'quote'>,
): string {
  return words(
    `FOREIGN KEY (${quotedNames(columns, engine)}) REFERENCES ${quotedName(references.table, engine)}`,
    references.columns.length > 0 && `(${quotedNames(references.columns, engine)})`,
    onDelete && `ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate && `ON UPDATE ${onUpdate.toUpperCase()}`,
  )
}

function deferral({ deferrable }: Constraint): string | undefined {
  return deferrable && `DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`
}
