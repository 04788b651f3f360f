import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'

const advices: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:caches?|cached)$/,
    'if it is the cache that its name says, the code fills it again, and is slow until then',
  ],
  [
    /^sessions?$/,
    'if it holds sessions, as its name says, everybody has to sign in again: do it at a quiet time',
  ],
  [
    /^(?:(?:shed)?locks?|mutex|mutexes|semaphores?)$/,
    'if it holds locks, as its name says, who holds one loses it: do it while nothing runs',
  ],
  [
    /^(?:queues?|outbox)$/,
    'if it is the queue that its name says, what waits in it is never done: let it run empty first',
  ],
]

/** What it means to lose the rows, of which a copy serves nobody; undefined where the name says nothing of that kind. */
export function madeAgain(table: ObjectName): string | undefined {
  const words = bareName(table)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\W]+/)
  return advices.find(([word]) => words.some(each => word.test(each)))?.[1]
}
