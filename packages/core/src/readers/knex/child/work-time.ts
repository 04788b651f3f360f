import { performance } from 'node:perf_hooks'

// Taken before any migration runs, so that no migration can change them.
const now = performance.now.bind(performance)
const loop = performance.eventLoopUtilization.bind(performance)
const cpuUsage = process.cpuUsage.bind(process)

let passed = 0
let last = read()

/** Milliseconds in which this process has worked or has waited for something. What a busy machine gives to others does not
 * count: it would take answers from a migration that have been tried elsewhere. */
export function workTime(): number {
  const next = read()
  // Several threads of one process work at the same time.
  passed += Math.max(Math.min(next.wall - last.wall, next.own - last.own), 0)
  last = next
  return passed
}

function read(): { readonly wall: number; readonly own: number } {
  const { user, system } = cpuUsage()
  return { wall: now(), own: (user + system) / 1000 + loop().idle }
}
