import { tool, UserError } from '@migration-lint/core'
import { Command, CommanderError } from 'commander'
import { addCheck } from './commands/check.ts'
import { addExplain } from './commands/explain.ts'
import { addRules } from './commands/rules.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { Io } from './io.ts'
import { oneLine } from './one-line.ts'

/** The whole program, but for the process around it: the words after its name in, the exit code out. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.pass
  const program = createProgram(io, result => {
    code = result
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return report(error, io)
  }
}

function createProgram(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command(tool.name)
    .description(
      'Reads database migrations before they run, and says what they destroy and what cannot be undone.',
    )
    .version(tool.version)
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, `${tool.name}: `)),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
  const check = addCheck(program, io, finish)
  addExplain(program, io)
  addRules(program, io)
  // `check` is what runs without a command's name, so its options are the program's.
  return program.addHelpText('after', () => `\n${check.helpInformation()}`)
}

function report(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.pass : exitCode.couldNotCheck
  }
  if (error instanceof UserError) {
    io.stderr.write(`${tool.name}: ${oneLine(error.message)}\n`)
    return exitCode.couldNotCheck
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  io.stderr.write(`${stack}\n${tool.name}: this is a bug; please report it with the lines above.\n`)
  return exitCode.couldNotCheck
}
