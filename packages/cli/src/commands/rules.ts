import { builtInRules } from '@migration-lint/core'
import type { Command } from 'commander'
import type { Io } from '../io.ts'

export function addRules(program: Command, io: Io): void {
  program
    .command('rules')
    .description('list the rules')
    .action(() => {
      io.stdout.write(ruleList())
    })
}

function ruleList(): string {
  const rows = builtInRules.map(({ id, severity, category, optIn, title }) => [
    id,
    optIn === true ? 'off' : severity,
    category,
    title,
  ])
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(row => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('')
}
