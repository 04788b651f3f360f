import { stepsOf } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'

/** The steps that write rows and name one of these in what they read, or read `*`, in order; case does not count. */
export function stepsReading(steps: readonly Step[], name: string): readonly Step[] {
  const readers = readersByName(steps)
  const found = [...(readers.get(name.toLowerCase()) ?? []), ...(readers.get('*') ?? [])]
  return [...new Set(found)].sort(([one], [other]) => one - other).map(([, step]) => step)
}

type Placed = readonly [place: number, step: Step]

const readersByName = oncePer((steps: readonly Step[]): ReadonlyMap<string, readonly Placed[]> => {
  const readers = new Map<string, Placed[]>()
  for (const [place, step] of stepsOf(steps, 'update-rows', 'insert-rows', 'create-table').entries()) {
    const placed: Placed = [place, step]
    for (const name of namesReadBy(step)) {
      const known = readers.get(name)
      if (known === undefined) readers.set(name, [placed])
      else known.push(placed)
    }
  }
  return readers
})

/** Of an UPDATE that looks at no other rows, what it assigns to is not among them. */
function namesReadBy({ operation, statement: { text } }: Step): ReadonlySet<string> {
  const isPlain = operation.kind === 'update-rows' && !/\b(?:select|from|join|using|table)\b/i.test(text)
  const read = isPlain
    ? [...Object.values(operation.assignments ?? {}), operation.where ?? ''].join(' ')
    : text
  const names = namesIn(read).map(name => name.toLowerCase())
  return new Set(read.includes('*') ? [...names, '*'] : names)
}
