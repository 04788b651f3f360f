import { duplicateVersions, oncePerHabit } from './duplicate-versions.ts'
import type { LayoutProblem, MigrationFile } from './layout.ts'
import { folderOf, leadingDigits } from './path-names.ts'

/** Where the runner is not known: files of one folder that begin with the same number. */
export function sameNumber(migrations: readonly MigrationFile[]): readonly LayoutProblem[] {
  const folders = [...new Set(migrations.map(({ file }) => folderOf(file)))]
  const problems = folders
    .map(folder => migrations.filter(({ file }) => folderOf(file) === folder))
    .flatMap(beside => duplicateVersions(versionsIn(beside), consequence))
    .map(problem => ({ ...problem, severity: 'warning' as const }))
  return oncePerHabit(problems, 'begin with the number of another one in their folder', consequence)
}

/** Whether it goes by the number or by the whole name is not known. */
const consequence =
  'a runner that goes by the number refuses both or leaves one out; one that goes by the name orders them by the rest of it.'

interface NumberedFile {
  readonly version: string
  readonly file: string
}

/** `04_01_0005_x` is version 04_01_0005 where most of its neighbours count in three parts too. */
function versionsIn(migrations: readonly MigrationFile[]): readonly NumberedFile[] {
  const numbered = migrations
    .map(({ name, file }) => ({ name, file, parts: partsOf(name) }))
    .filter(({ parts }) => parts.length > 0)
  // Among 0001 and 0002, 2021 is a number like any other.
  const isCounted = numbered.some(({ parts }) => !isTime(parts))
  const told = numbered.filter(({ parts }) => !isDay(parts) && (isCounted || !isPeriod(parts)))
  const depth = usualDepth(told.map(({ parts }) => parts.length))
  return told
    .map(({ file, parts }) => ({ file, version: parts.slice(0, depth).join('_') }))
    .filter(({ version }) => counts(version))
}

/** `003_`, `003-a` and the whole of `1_12`, not `1.7.2` and `2024-01-31`; or a time to the second, whatever follows. */
function partsOf(name: string): readonly string[] {
  const digits = leadingDigits(name)
  if (digits.length >= secondDigits) return [digits]
  return /^\d+(?:_\d+)*(?=_|-\D|\.(?!\d)|$)/.exec(name)?.[0].split('_') ?? []
}

/** As many parts as more than half of the names have. */
function usualDepth(depths: readonly number[]): number {
  return depths.toSorted((first, second) => second - first)[Math.floor(depths.length / 2)] ?? 1
}

const secondDigits = '20240131235959'.length

/** A whole day may have several, and so may a month or a year. */
function isDay(parts: readonly string[]): boolean {
  return /^(?:19|20)\d\d_[01]\d_[0-3]\d$/.test(parts.join('_'))
}

function isPeriod(parts: readonly string[]): boolean {
  return /^(?:19|20)\d\d(?:_?(?:0[1-9]|1[0-2]))?$/.test(parts.join('_'))
}

/** With what is more exact than a period, which may stand beside it. */
function isTime(parts: readonly string[]): boolean {
  return isPeriod(parts) || isDay(parts) || /^(?:19|20)\d{6,}$/.test(parts[0] ?? '')
}

/** A number that counts, or a time to the second; not a whole day (`20240131`). */
function counts(version: string): boolean {
  return version.includes('_') || version.length < 7 || version.length >= secondDigits
}
