import { exitCode } from './exit-code.ts'
import { processIo } from './process-io.ts'
import { run } from './program.ts'

// A reader that stops early (`| head`) is no error of ours; what was found still sets the exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

// Should nothing be left to wait for before the end is reached, nothing was checked.
process.exitCode = exitCode.couldNotCheck
void run(process.argv.slice(2), processIo()).then(code => {
  process.exitCode = code
})
