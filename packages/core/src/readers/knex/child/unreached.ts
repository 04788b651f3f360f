import type { Location } from '../../../migration/migration.ts'
import { branchKey } from '../not-reached.ts'
import type { DirectionJob, Unreached } from '../protocol.ts'
import type { BranchPoint } from './branch-points.ts'
import { contains, withoutDecided } from './decided-branches.ts'
import { type EngineName, engineOf } from './engine-questions.ts'
import type { ModuleLoader } from './load-module.ts'
import { callingLocation, nameOf } from './place.ts'

/** Outermost pieces alone; the other direction's code is its own matter, and so is what is for another engine. */
export function unreachedBy(job: DirectionJob, loader: ModuleLoader): readonly Unreached[] {
  const { path, direction } = job
  const isOwn = ({ owner }: BranchPoint): boolean => owner === direction || owner === 'shared'
  // What could not be loaded is not constant, whatever it is called.
  const calls = loader.stubbed.size > 0 ? [] : loader.allConstantArguments()
  const possible = (file: string): readonly BranchPoint[] =>
    withoutDecided(withoutOtherErrors(forThisEngine(loader.unreached(file)), engineOf(job.tool)), calls)
  const own = outermost(possible(path).filter(isOwn))
  const elsewhere = loader.otherFiles(path).flatMap(file => {
    const unreached = possible(file)
    const functions = loader.branches(file).filter(({ calledAt }) => calledAt !== undefined)
    const uncalled = loader.unreached(file)
    const called = new Set(functions.filter(each => !uncalled.includes(each)))
    const arms = unreached.filter(point => isOwn(point) && isInCalled(point, functions, called))
    const from = callingLocation([file], job, loader)
    return outermost(arms).map(({ location, owner }) => ({
      location,
      owner,
      file: nameOf(file, path),
      from,
    }))
  })
  return [...own.map(({ location, owner }) => ({ location, owner })), ...elsewhere]
}

/** Of a file with functions for many migrations, those alone that this one has called. */
function isInCalled(
  point: BranchPoint,
  functions: readonly BranchPoint[],
  called: ReadonlySet<BranchPoint>,
): boolean {
  if (point.calledAt !== undefined) return false
  const around = functions.filter(({ location }) => contains(location, point.location))
  const innermost = around.find(each => around.every(other => contains(other.location, each.location)))
  return innermost !== undefined && called.has(innermost)
}

export function reachedBy({ path }: DirectionJob, loader: ModuleLoader): readonly string[] {
  return [path, ...loader.otherFiles(path)].flatMap(file => {
    const unreached = loader.unreached(file)
    return loader
      .branches(file)
      .filter(point => point.owner === 'shared' && !unreached.includes(point))
      .map(({ location }) => branchKey(location, file === path ? undefined : nameOf(file, path)))
  })
}

function forThisEngine(points: readonly BranchPoint[]): readonly BranchPoint[] {
  let others = points.filter(({ asksEngine }) => asksEngine)
  for (let before = 0; before < others.length; ) {
    before = others.length
    const isElsewhere = (place: Location): boolean => others.some(({ location }) => contains(location, place))
    others = points.filter(
      ({ asksEngine, location, calledAt = [] }) =>
        asksEngine || isElsewhere(location) || (calledAt.length > 0 && calledAt.every(isElsewhere)),
    )
  }
  return points.filter(point => !others.includes(point))
}

function withoutOtherErrors(
  points: readonly BranchPoint[],
  own: EngineName | undefined,
): readonly BranchPoint[] {
  const others = points.filter(
    ({ ofErrors }) => own !== undefined && ofErrors !== undefined && !ofErrors.includes(own),
  )
  return points.filter(({ location }) => !others.some(other => contains(other.location, location)))
}

function outermost(points: readonly BranchPoint[]): readonly BranchPoint[] {
  return points.filter(
    ({ location }) =>
      !points.some(other => other.location !== location && contains(other.location, location)),
  )
}
