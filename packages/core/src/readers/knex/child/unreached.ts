import type { Location } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
import type { BranchPoint } from './branch-points.ts'
import type { ModuleLoader } from './load-module.ts'

/** Outermost pieces alone; the other direction's code is its own matter. */
export function unreachedBy({ path, direction }: DirectionJob, loader: ModuleLoader): readonly BranchPoint[] {
  const points = loader
    .unreached(path)
    .filter(({ owner, asksEngine }) => !asksEngine && (owner === direction || owner === 'shared'))
  return points.filter(
    ({ location }) =>
      !points.some(other => other.location !== location && contains(other.location, location)),
  )
}

function contains(outer: Location, inner: Location): boolean {
  const startsBefore = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column)
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn)
  return startsBefore && endsAfter
}
