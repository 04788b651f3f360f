import type { ObjectName } from '../../operations/column.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import { findObject } from '../../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import type { OperationContext } from '../rule.ts'

/** Does the script make another policy in place of one that it drops, for the same command and as permissive? */
export function isPolicyReplaced(
  name: ObjectName,
  table: ObjectName,
  { before, replayedScript }: Pick<OperationContext, 'before' | 'replayedScript'>,
): boolean {
  const dropped = findObject(before, 'policy', name, table)
  if (dropped === undefined) return false
  return stepsOn(replayedScript.steps, table, 'create-object').some(
    ({ operation: { objectType, definition } }) =>
      objectType === 'policy' && kindOf(definition) === kindOf(dropped.definition),
  )
}

/** The policies that a script drops and that this new one takes the place of. */
export function policiesReplacedBy(
  definition: string,
  table: ObjectName,
  deployed: SchemaState,
  { replayedScript }: Pick<OperationContext, 'replayedScript'>,
): readonly NamedObject[] {
  return stepsOn(replayedScript.steps, table, 'drop-object').flatMap(
    ({ operation: { objectType, name } }) => {
      const dropped = objectType === 'policy' ? findObject(deployed, 'policy', name, table) : undefined
      return dropped !== undefined && kindOf(dropped.definition) === kindOf(definition) ? [dropped] : []
    },
  )
}

/** CREATE POLICY name ON table AS RESTRICTIVE FOR SELECT … */
function kindOf(definition: string): string {
  const names = namesIn(definition.replace(/\(.*/s, '')).map(name => name.toLowerCase())
  const after = (word: string): string | undefined => names[names.indexOf(word) + 1]
  const command = names.includes('for') ? after('for') : 'all'
  return `${names.includes('restrictive') && after('as') === 'restrictive'} ${command}`
}
