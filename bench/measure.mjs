import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** Median milliseconds by name. The contenders take turns, so that what else the machine does hits all of them. */
export async function sideBySide(contenders, rounds) {
  const times = new Map(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of contenders) {
      const start = performance.now()
      await run()
      times.get(name).push(performance.now() - start)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

/** A whole process, from its start to its end. Checkers exit with 1 where they find something. */
export function runProcess(command, args, cwd) {
  const { status, error, stderr } = spawnSync(command, args, { cwd, maxBuffer: 2 ** 30 })
  if (error || status === null || status > 1) {
    throw new Error(
      `${command} ${args.slice(0, 3).join(' ')} … failed: ${error?.message ?? stderr.toString()}`,
    )
  }
}

/** [[left, right, …], …] as lines; the first column to the left, numbers to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)))
  const line = row => row.map((cell, column) => pad(cell, widths[column], column)).join('   ')
  return rows.map(line).join('\n')
}

function pad(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
