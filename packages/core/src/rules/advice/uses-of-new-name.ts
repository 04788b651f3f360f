import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isBefore } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import { tableNamedLater } from '../deploy/used-later.ts'
import type { OperationContext } from '../rule.ts'
import { capitalized } from '../wording/capitalized.ts'
import { listWords } from '../wording/list-words.ts'

/** As many places as are worth to be read. */
const placesTold = 4

/** Without the rename, all that names the table anew would find none. */
export function usesOfNewName(
  table: ObjectName,
  to: ObjectName,
  context: OperationContext,
  /** Behind it, another table has the name. */
  dropped?: Step,
): string {
  const [old, now] = bareName(table) === bareName(to) ? [table, to] : [bareName(table), bareName(to)]
  return takingOldName(tableNamedLater(to, context), now, old, context, dropped)
}

/** The same of what else is renamed. */
export function takingOldName(
  found: readonly Step[],
  now: string,
  old: string,
  context: OperationContext,
  dropped?: Step,
): string {
  const uses = found.filter(each => dropped === undefined || isBefore(context.deploySteps, each, dropped))
  if (uses.length === 0) return ''
  const rest = uses.length - placesTold
  const told = uses.slice(0, placesTold).map(each => placeWithFile(each, context))
  const places = listWords([...told, ...(rest > 0 ? [`${rest} more`] : [])])
  const [say, take] = uses.length === 1 ? ['says', 'takes'] : ['say', 'take']
  return ` ${capitalized(places)} ${say} ${now}, and ${take} the name ${old} then.`
}
