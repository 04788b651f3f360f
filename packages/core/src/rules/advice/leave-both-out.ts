import { placeOf } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import type { OperationContext } from '../rule.ts'
import { capitalized } from '../wording/capitalized.ts'
import { fileInWords } from '../wording/file-in-words.ts'
import { listWords } from '../wording/list-words.ts'

/** For two statements of a deploy of which one undoes the other. What undoes the pair goes with it, and so does a migration that
 * holds nothing else: some runners stop at an empty file (golang-migrate on MySQL: 1065). */
export function leaveBothOut(
  /** `this and the DROP INDEX` */
  both: string,
  others: readonly Step[],
  unless: string,
  context: OperationContext,
): string {
  return `Leave both out, ${both} in ${placesByFile(others, context)}${downs(others, context)}, unless ${unless}.${emptied(others, context)}`
}

/** `lines 1, 3 and 5 of 007.sql`. */
function placesByFile(others: readonly Step[], context: OperationContext): string {
  const byFile = new Map<string, Set<string>>()
  for (const each of others) {
    const [line = '', file = ''] = placeWithFile(each, context)
      .replace(/^line /, '')
      .split(/(?= of )/)
    const lines = byFile.get(file)
    if (lines === undefined) byFile.set(file, new Set([line]))
    else lines.add(line)
  }
  return listWords(
    [...byFile].map(([file, lines]) => `line${lines.size === 1 ? '' : 's'} ${listWords([...lines])}${file}`),
  )
}

function downs(
  others: readonly Step[],
  { migration: { down }, replayedScript: { steps } }: OperationContext,
): string {
  if (down === undefined || down.statements.length === 0) return ''
  return others.every(each => placeOf(steps, each) !== -1)
    ? ', with what the down script does about it'
    : ', with what their down scripts do about it'
}

function emptied(others: readonly Step[], { script, statement, deployScripts }: OperationContext): string {
  const isAlone = script.statements.length === 1 && script.statements[0] === statement
  const alone = isAlone && statement.operations.length === 1 ? ['this migration'] : []
  for (const { script: other, steps } of deployScripts) {
    const [only, ...more] = other.statements
    const isOther = only?.operations.length === 1 && others.some(each => each.statement === only)
    if (isOther && more.length === 0 && others.some(each => placeOf(steps, each) !== -1))
      alone.push(fileInWords(other.file))
  }
  const [does, it] = alone.length === 1 ? ['does', 'it'] : ['do', 'them']
  return alone.length === 0 ? '' : ` ${capitalized(listWords(alone))} ${does} nothing else: delete ${it}.`
}
