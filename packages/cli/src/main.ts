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
void run(process.argv.slice(2), processIo()).then(async code => {
  process.exitCode = code
  await Promise.all([written(process.stdout), written(process.stderr)])
  // To end without it, Node waits for code that V8 is still compiling, and gives its memory back piece by piece.
  process.exit()
})

/** A pipe may take what it was given later. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(done => {
    stream.write('', () => {
      done()
    })
  })
}
