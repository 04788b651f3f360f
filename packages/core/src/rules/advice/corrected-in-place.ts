import type { Location } from '../../migration/migration.ts'
import type { OperationKind } from '../../operations/operation.ts'
import { type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { sameColumn } from '../names/known-columns.ts'
import { listWords } from '../wording/list-words.ts'

/** What a statement of the down script itself writes otherwise than it was: put right there, no second statement has to
 * change it again, behind one that has cut values or stopped. */
export interface Corrections {
  /** `In line 18, write varchar(200) in place of varchar(100) for files.name.` */
  readonly text: string
  readonly differences: ReadonlySet<string>
}

export function correctionsInPlace(
  differences: readonly string[],
  { down }: ReplayedMigration,
): Corrections | undefined {
  const steps = (down?.steps ?? []).filter(({ runs }) => runs === true)
  const found = differences.flatMap(difference => {
    const correction = ofColumn(difference, steps) ?? ofIndex(difference, steps) ?? ofKey(difference, steps)
    return correction === undefined ? [] : [{ ...correction, difference }]
  })
  if (found.length === 0) return undefined
  const places = new Map<string, Map<string, string[]>>()
  for (const { at, what, target } of found.toSorted((one, other) => inOrder(one.at, other.at))) {
    const targets = places.get(lineOf(at)) ?? new Map<string, string[]>()
    targets.set(target, [...(targets.get(target) ?? []), what])
    places.set(lineOf(at), targets)
  }
  return {
    text: [...places].map(([place, targets]) => `In ${place}, ${inWords(targets)}.`).join(' '),
    differences: new Set(found.map(({ difference }) => difference)),
  }
}

/** `line 18`, `line 1 of 20200317160354000003_forms.down.sql` */
function lineOf({ line, file }: Location): string {
  return `line ${line}${file === undefined ? '' : ` of ${file.split('/').at(-1)}`}`
}

function inOrder(one: Location, other: Location): number {
  const [file, otherFile] = [one.file ?? '', other.file ?? '']
  return file === otherFile ? one.line - other.line : file < otherFile ? -1 : 1
}

/** `write NOT NULL and DEFAULT '' for users.name, and leave out NOT NULL for users.nick` */
function inWords(targets: ReadonlyMap<string, readonly string[]>): string {
  return [...targets]
    .map(([target, whats]) => {
      const said = whats.map((what, at) =>
        whats[at - 1]?.startsWith('write') ? what.replace(/^write /, '') : what,
      )
      return `${listWords(said, said.length)} for ${target}`
    })
    .join(', and ')
}

interface Correction {
  readonly at: Location
  /** `write varchar(200) in place of varchar(100)` */
  readonly what: string
  readonly target: string
}

type Writing = StepOf<'change-column' | 'change-column-type' | 'add-column' | 'create-table' | 'set-default'>

const whole: readonly OperationKind[] = ['change-column', 'add-column', 'create-table']

function ofColumn(difference: string, steps: readonly Step[]): Correction | undefined {
  const [, subject = '', detail = ''] = /^column (\S+): (.*)$/s.exec(difference) ?? []
  const dot = subject.lastIndexOf('.')
  const [table, column] = [subject.slice(0, Math.max(dot, 0)), subject.slice(dot + 1)]
  const writes = stepsOn(
    steps,
    table,
    'change-column',
    'change-column-type',
    'add-column',
    'create-table',
    'set-default',
  ).filter(step => writesColumn(step, column))
  for (const { said, by, what } of details) {
    const match = said.exec(detail)
    const step = match === null ? undefined : writes.findLast(({ operation }) => by.includes(operation.kind))
    if (match !== null && step !== undefined)
      return { at: step.location, what: what(match[1] ?? '', match[2] ?? ''), target: subject }
  }
  return undefined
}

function writesColumn({ operation, before }: Writing, column: string): boolean {
  switch (operation.kind) {
    case 'change-column':
      return sameColumn(before, operation.to.name, column)
    case 'add-column':
      return sameColumn(before, operation.column.name, column)
    case 'create-table':
      return operation.columns.some(({ name }) => sameColumn(before, name, column))
    default:
      return sameColumn(before, operation.column, column)
  }
}

/** What a difference says, which statements write that, and what to write there. */
const details: readonly {
  readonly said: RegExp
  readonly by: readonly OperationKind[]
  readonly what: (is: string, was: string) => string
}[] = [
  { said: /^is nullable, was NOT NULL$/, by: ['change-column'], what: () => 'write NOT NULL' },
  { said: /^is NOT NULL, was nullable$/, by: whole, what: () => 'leave out NOT NULL' },
  {
    said: /^is (?!not\b|generated\b)(.+), was (?!not$|nullable$|NOT NULL$)(.+)$/,
    by: [...whole, 'change-column-type'],
    what: (is, was) => `write ${was} in place of ${is}`,
  },
  {
    said: /^default is (.+), was (.+)$/s,
    by: [...whole, 'set-default'],
    what: (is, was) => `write DEFAULT ${was} in place of DEFAULT ${is}`,
  },
  { said: /^has no default, was (.+)$/s, by: whole, what: was => `write DEFAULT ${was}` },
  // Of a column that is added, rows may need it.
  { said: /^has the default (.+), had none$/s, by: ['change-column'], what: is => `leave out DEFAULT ${is}` },
  { said: /^lacks (comment '.*')$/s, by: ['change-column'], what: was => `write ${upper(was)}` },
  {
    said: /^lacks the value (.+)$/,
    by: [...whole, 'change-column-type'],
    what: was => `write the value ${was} too`,
  },
  {
    said: /^still has the value (.+)$/,
    by: [...whole, 'change-column-type'],
    what: is => `leave out the value ${is}`,
  },
]

function upper(comment: string): string {
  return comment.replace('comment', 'COMMENT')
}

function ofIndex(difference: string, steps: readonly Step[]): Correction | undefined {
  const [, name = '', detail = ''] = /^index (\S+): (.*)$/s.exec(difference) ?? []
  const what = /^is not unique, was$/.test(detail) ? 'write UNIQUE' : inPlace(detail)
  const step = stepsOf(steps, 'create-index').findLast(
    ({ operation, before }) =>
      operation.index.name !== undefined && sameColumn(before, operation.index.name, name),
  )
  return step && what !== undefined ? { at: step.location, what, target: `the index ${name}` } : undefined
}

/** `ON DELETE is CASCADE, was NO ACTION`. */
function ofKey(difference: string, steps: readonly Step[]): Correction | undefined {
  const [, name = '', table = '', action = '', is = '', was = ''] =
    /^foreign key (\S+) of (\S+): (ON (?:DELETE|UPDATE)) is ([A-Z ]+), was ([A-Z ]+)$/.exec(difference) ?? []
  const step = stepsOn(steps, table, 'add-constraint').findLast(
    ({ operation: { constraint }, before }) =>
      constraint.name !== undefined && sameColumn(before, constraint.name, name),
  )
  return (
    step && {
      at: step.location,
      what: `write ${action} ${was} in place of ${action} ${is}`,
      target: name,
    }
  )
}

/** `is on (a), was on (a, b)`, `is btree, was brin`. */
function inPlace(detail: string): string | undefined {
  const [, is, was] = /^is (?!not\b)(?:on )?(.+), was (?!not$)(?:on )?(.+)$/s.exec(detail) ?? []
  return is === undefined || was === undefined ? undefined : `write ${was} in place of ${is}`
}
