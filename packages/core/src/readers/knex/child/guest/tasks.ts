import { bindContext } from './async-context.ts'

/** Timers go off in their order as soon as nothing else is left to do: nobody in here waits for a clock. */
interface Task {
  readonly due: number
  readonly number: number
  readonly act: () => void
}

const tasks = new Map<number, Task>()
let made = 0
let now = 0

export interface Timer {
  ref(): Timer
  unref(): Timer
  hasRef(): boolean
  refresh(): Timer
  [Symbol.toPrimitive](): number
}

export function later(callback: unknown, delay: unknown, args: readonly unknown[]): Timer {
  const number = ++made
  const bound = bindContext(() => (typeof callback === 'function' ? callback(...args) : undefined))
  const wait = Math.max(0, Number(delay) || 0)
  tasks.set(number, { due: now + wait, number, act: () => void bound(undefined) })
  const timer: Timer = {
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    refresh: () => timer,
    [Symbol.toPrimitive]: () => number,
  }
  return timer
}

export function cancel(timer: unknown): void {
  if (timer !== undefined && timer !== null) tasks.delete(Number(timer))
}

/** False: there is none. */
export function runNextTask(): boolean {
  let next: Task | undefined
  for (const task of tasks.values()) {
    if (next === undefined || task.due < next.due) next = task
  }
  if (next === undefined) return false
  tasks.delete(next.number)
  now = Math.max(now, next.due)
  next.act()
  return true
}
