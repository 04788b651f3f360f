import type { Constraint, ObjectName } from '../../operations/column.ts'
import { bareName, nameParts } from '../../operations/names.ts'
import type { Operation } from '../../operations/operation.ts'
import { isBefore } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { nameAtEnd } from './later-in-deploy.ts'

/** The first statement behind this one in the deploy that needs the column under the name that this one gives it. */
export function usedLater(table: ObjectName, column: string, context: OperationContext): Step | undefined {
  const { before, deploySteps, step, direction } = context
  if (direction === 'down') return undefined
  const later = (stepsNaming(deploySteps).get(column.toLowerCase()) ?? []).filter(
    each => each.statement !== step.statement && isBefore(deploySteps, step, each),
  )
  if (later.length === 0) return undefined
  const names = [table, nameAtEnd(table, context) ?? table]
  const isIt = (name: ObjectName): boolean => names.some(each => sameObject(before, each, name))
  return later.find(
    ({ operation }) =>
      ('table' in operation && operation.table !== undefined && isIt(operation.table)) ||
      (operation.kind === 'create-index' && isIt(operation.index.table)) ||
      constraintsOf(operation).some(
        each =>
          each.type === 'foreign-key' &&
          isIt(each.references.table) &&
          each.references.columns.some(name => sameColumn(before, name, column)),
      ),
  )
}

/** The statements behind this one in the deploy that name the table where a table is named. */
export function tableNamedLater(
  table: ObjectName,
  { deploySteps, step, direction }: OperationContext,
): readonly Step[] {
  if (direction === 'down') return []
  const parts = nameParts(table)
  const bare = parts.at(-1) ?? table
  const escaped = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  // Of another schema it is another table, of which there may be many (`edge` in each database).
  const schema = parts.length > 1 ? escaped[0] : '[\\w$]+'
  const name = `(?:["\`[]?${schema}["\`\\]]?\\.)?["\`[]?${escaped.at(-1)}(?![\\w$])`
  const named = new RegExp(
    `\\bcolumn\\s+${name}["\`\\]]?\\.|\\b(?:from|join|into|update|table|on|only|exists|references|using|truncate|like)\\s+${name}`,
    'i',
  )
  const found = (stepsNaming(deploySteps).get(bare.toLowerCase()) ?? []).filter(
    each =>
      each.statement !== step.statement &&
      isBefore(deploySteps, step, each) &&
      named.test(each.statement.text),
  )
  return found.filter((each, index) => each.statement !== found[index - 1]?.statement)
}

/** The same, of the table and the column together. */
export function columnNamedLater(
  table: ObjectName,
  column: string,
  context: OperationContext,
): readonly Step[] {
  const isNamed = ({ operation, statement: { text } }: Step): boolean =>
    // A new table that refers to this one has columns of its own.
    !(operation.kind === 'create-table' && operation.asSelect !== true) &&
    namesIn(text).some(name => name.toLowerCase() === column.toLowerCase())
  return stepsNaming(context.deploySteps).has(column.toLowerCase())
    ? tableNamedLater(table, context).filter(isNamed)
    : []
}

const writing: ReadonlySet<string> = new Set(['update-rows', 'delete-rows', 'insert-rows'])

/** The first statement between the two that finds rows of the table by the column. */
export function rowsFoundBy(
  table: ObjectName,
  column: string,
  [from, to]: readonly [Step, Step],
  { deploySteps, before }: Pick<OperationContext, 'deploySteps' | 'before'>,
): Step | undefined {
  return (stepsNaming(deploySteps).get(column.toLowerCase()) ?? []).find(each => {
    if (!isBefore(deploySteps, from, each) || !isBefore(deploySteps, each, to)) return false
    const { text } = each.statement
    const at = text.search(/\b(?:where|join|using)\b/i)
    return (
      at !== -1 &&
      writing.has(each.operation.kind) &&
      namesIn(text).some(name => sameObject(before, name, bareName(table))) &&
      namesIn(text.slice(at)).some(name => sameColumn(before, name, column))
    )
  })
}

/** Statements of a seed are long, and what they name is data. */
const longest = 20_000

const stepsNaming = oncePer((steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> => {
  const found = new Map<string, Step[]>()
  for (const step of steps) {
    if (step.statement.text.length > longest) continue
    for (const name of new Set(namesIn(step.statement.text).map(each => each.toLowerCase()))) {
      const known = found.get(name)
      if (known === undefined) found.set(name, [step])
      else known.push(step)
    }
  }
  return found
})

function constraintsOf(operation: Operation): readonly Constraint[] {
  switch (operation.kind) {
    case 'create-table':
    case 'add-column':
      return operation.constraints
    case 'add-constraint':
      return [operation.constraint]
    default:
      return []
  }
}
