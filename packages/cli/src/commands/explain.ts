import { builtInRules, type Example, findRule, type Rule, wrap } from '@migration-lint/core'
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { widthOf } from '../terminal.ts'

export function addExplain(program: Command, io: Io): void {
  program
    .command('explain')
    .description('say what a rule looks for, why, and what to do')
    .argument('<rule>', 'its id')
    .action((id: string) => {
      io.stdout.write(explanation(findRule(id, builtInRules), widthOf(io)))
    })
}

function explanation(rule: Rule, width: number): string {
  const { id, title, severity, category, optIn, why, instead, examples } = rule
  return [
    `${id}: ${title}`,
    `${severity}, ${category}${optIn === true ? ', off unless the config turns it on' : ''}`,
    '',
    ...wrap(`why: ${why}`, width),
    ...wrap(`instead: ${instead}`, width),
    '',
    ...examples.flagged.flatMap(example => exampleLines('flagged', example)),
    ...examples.allowed.flatMap(example => exampleLines('allowed', example)),
    'silence it in one place, with the reason:',
    `  -- migration-lint-disable-next-line ${id} -- the reason`,
    '',
  ].join('\n')
}

function exampleLines(label: string, { title, dialect, given, up, down }: Example): readonly string[] {
  return [
    `${label}: ${title} (${dialect ?? 'postgres'})`,
    ...script('given', given),
    ...script('up', up),
    ...script('down', down),
    '',
  ]
}

function script(label: string, sql: string | undefined): readonly string[] {
  if (sql === undefined) return []
  return [
    `  -- ${label}`,
    ...sql
      .trim()
      .split('\n')
      .map(line => `  ${line}`),
  ]
}
