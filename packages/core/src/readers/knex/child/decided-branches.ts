import type { Location } from '../../../migration/migration.ts'
import type { BranchPoint } from './branch-points.ts'
import type { ConstantArguments } from './deciding-names.ts'

/** Branches of one file that no run came to, without those that constants keep every run from. `files`: how the files
 * that have been loaded call functions. */
export function withoutDecided(
  unreached: readonly BranchPoint[],
  files: readonly ConstantArguments[],
): readonly BranchPoint[] {
  let decided: readonly BranchPoint[] = []
  for (;;) {
    const isNever = (place: Location): boolean => decided.some(({ location }) => contains(location, place))
    const more = unreached.filter(
      ({ location, deciders }) =>
        isNever(location) ||
        (deciders?.parameters.every(each => isConstant(each, files)) === true &&
          deciders.assignments.every(isNever)),
    )
    if (more.length === decided.length) return unreached.filter(each => !more.includes(each))
    decided = more
  }
}

function isConstant(
  parameter: { readonly function: string; readonly index: number },
  files: readonly ConstantArguments[],
): boolean {
  const calls = files.flatMap(file => (file.has(parameter.function) ? [file.get(parameter.function)] : []))
  return (
    calls.some(each => each !== undefined && each.length > 0) &&
    calls.every(each => each?.every(given => given[parameter.index] ?? true) === true)
  )
}

export function contains(outer: Location, inner: Location): boolean {
  const startsBefore = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column)
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn)
  return startsBefore && endsAfter
}
