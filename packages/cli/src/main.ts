#!/usr/bin/env node
import { processIo } from './process-io.ts'
import { run } from './program.ts'

// A reader that stops early (`| head`) is no error of ours; what was found still sets the exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await run(process.argv.slice(2), processIo())
