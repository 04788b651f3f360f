import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../dist/main.js', import.meta.url))

// `npm test` builds first; a run of one file while working may not have.
test.skipIf(!existsSync(bin))('the built program runs, and bears a reader that leaves', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, '--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)

  const child = spawn(process.execPath, [bin, 'rules'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const errors: string[] = []
  child.stderr.on('data', chunk => errors.push(String(chunk)))
  const code = await new Promise(done => child.on('close', done))
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
})

test.skipIf(!existsSync(bin))('a pipe gets the whole of a large report, and the exit code', async () => {
  const cwd = fileURLToPath(new URL('../../../fixtures/friday-deploy', import.meta.url))
  const child = spawn(process.execPath, [bin, 'sql', '--dialect', 'mysql', '--format', 'json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  child.stdout.on('data', chunk => chunks.push(String(chunk)))
  const code = await new Promise(done => child.on('close', done))
  expect(JSON.parse(chunks.join('')).summary.pending).toBe(59)
  expect(code).toBe(1)
})
