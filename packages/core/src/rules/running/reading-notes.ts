import type { Migration, ReadingNote, Script } from '../../migration/migration.ts'
import type { Problem } from '../finding.ts'

/** What reading noted of this kind, in both scripts, as problems at the place that it names. What it noted twice of one
 * file, on the way up and on the way down, is told once. */
export function notedProblems(
  { up, down }: Pick<Migration, 'up' | 'down'>,
  kind: ReadingNote['kind'],
): readonly Problem[] {
  const upProblems = inScript(up, 'up', kind)
  const downProblems = inScript(down, 'down', kind)
  if (up.file !== down?.file) return [...upProblems, ...downProblems]
  return [
    ...upProblems.map(problem =>
      downProblems.some(other => isSame(other, problem) && other.message !== problem.message)
        ? { ...problem, message: problem.message.replace(ofDirection, '"up", and so "down",') }
        : problem,
    ),
    ...downProblems.filter(problem => !upProblems.some(other => isSame(problem, other))),
  ]
}

/** Code that both directions run fails in both: one cause. */
const ofDirection = /^"(?:up|down)"/

function isSame(a: Problem, b: Problem): boolean {
  const [one, other] = [a.at?.location, b.at?.location]
  const isSameText = a.message.replace(ofDirection, '') === b.message.replace(ofDirection, '')
  const isSamePlace = one !== undefined || a.message === b.message
  return isSameText && isSamePlace && one?.line === other?.line && one?.column === other?.column
}

function inScript(
  script: Script | undefined,
  direction: 'up' | 'down',
  kind: ReadingNote['kind'],
): readonly Problem[] {
  return (script?.notes ?? [])
    .filter(note => note.kind === kind)
    .map(({ message, location, instead, severity }) => ({
      message,
      ...(instead === undefined ? {} : { instead }),
      ...(severity === undefined ? {} : { severity }),
      at: { direction, ...(location === undefined ? {} : { location }) },
    }))
}
