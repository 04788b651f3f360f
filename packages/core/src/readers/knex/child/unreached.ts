import type { Location } from '../../../migration/migration.ts'
import { branchKey } from '../not-reached.ts'
import type { DirectionJob, Unreached } from '../protocol.ts'
import type { BranchPoint } from './branch-points.ts'
import { changesIn } from './changes-in.ts'
import { contains, withoutDecided } from './decided-branches.ts'
import { type EngineName, engineOf } from './engine-questions.ts'
import type { ExploredRun } from './explore.ts'
import type { ModuleLoader } from './load-module.ts'
import { callingLocation, nameOf } from './place.ts'
import type { SyntaxNode } from './syntax-tree.ts'

interface Piece {
  readonly file: string
  readonly point: BranchPoint
}

/** Outermost pieces alone; the other direction's code is its own matter, and so is what is for another engine. */
function unreachedPieces(
  { path, direction, tool }: DirectionJob,
  loader: ModuleLoader,
  isLeftOut: (point: BranchPoint) => boolean,
): readonly Piece[] {
  const isOwn = ({ owner }: BranchPoint): boolean => owner === direction || owner === 'shared'
  // What could not be loaded is not constant, whatever it is called.
  const calls = loader.stubbed.size > 0 ? [] : loader.allConstantArguments()
  const possible = (file: string): readonly BranchPoint[] =>
    withoutDecided(withoutOtherErrors(forThisEngine(loader.unreached(file)), engineOf(tool)), calls).filter(
      point => !isLeftOut(point),
    )
  const own = outermost(possible(path).filter(isOwn))
  const elsewhere = loader.otherFiles(path).flatMap(file => {
    const unreached = possible(file)
    const functions = loader.branches(file).filter(({ calledAt }) => calledAt !== undefined)
    const uncalled = loader.unreached(file)
    const called = new Set(functions.filter(each => !uncalled.includes(each)))
    const arms = unreached.filter(point => isOwn(point) && isInCalled(point, functions, called))
    const behind = unreached.filter(({ calledAt = [] }) =>
      calledAt.some(call => arms.some(({ location }) => contains(location, call))),
    )
    return outermost([...arms, ...behind.filter(each => !arms.includes(each))]).map(point => ({
      file,
      point,
    }))
  })
  return [...own.map(point => ({ file: path, point })), ...elsewhere]
}

export function countUnreached(job: DirectionJob, loader: ModuleLoader): number {
  return unreachedPieces(job, loader, () => false).length
}

export function unreachedBy(
  job: DirectionJob,
  loader: ModuleLoader,
  runs: readonly ExploredRun[],
): readonly Unreached[] {
  const { path, source } = job
  // Where the history tells all that is asked, the branch that no run took is for another one.
  const isToldAll = !runs.some(({ run }) => run.decisions.some(({ about }) => about === 'schema'))
  const pieces = unreachedPieces(job, loader, ({ asksSchema }) => isToldAll && asksSchema === true)
  const programs = new Map<string, SyntaxNode>()
  return pieces.map(({ file, point: { location, owner, isAfterError } }) => {
    const program = programs.get(file) ?? loader.parse(file, file === path ? source : undefined)
    programs.set(file, program)
    return {
      location,
      owner,
      changes: changesIn(program, location),
      isAfterError: isAfterError === true,
      ...(file !== path && {
        file: nameOf(file, path),
        from: callingLocation([{ file, location }], job, loader),
      }),
    }
  })
}

/** Of a file with functions for many migrations, those alone that this one has called. */
function isInCalled(
  point: BranchPoint,
  functions: readonly BranchPoint[],
  called: ReadonlySet<BranchPoint>,
): boolean {
  // One without a name is a callback: whoever is given it would call it.
  if (point.calledAt !== undefined && point.isCallback !== true) return false
  const around = functions.filter(each => each !== point && contains(each.location, point.location))
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
