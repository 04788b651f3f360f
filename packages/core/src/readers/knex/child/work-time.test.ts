import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { transform } from 'sucrase'
import { expect, test } from 'vitest'

const source = readFileSync(new URL('work-time.ts', import.meta.url), 'utf8')
const { code } = transform(source, { transforms: ['typescript', 'imports'] })

/** Works until half a second is missing on the wall, and says what the clock took it for. */
const program = `
const clock = {};
(exports => {
${code}
})(clock)
const started = performance.now()
let seen = started
process.stdout.write('working\\n')
while (performance.now() - seen < 500) seen = performance.now()
const all = performance.now() - started
process.stdout.write(JSON.stringify({ missing: performance.now() - seen, uncounted: all - clock.workTime() }))
`

test.skipIf(process.platform === 'win32')('a process that gets no processor does not work', async () => {
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
  })
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  await setTimeout(1000)
  child.kill('SIGCONT')
  await once(child, 'close')
  const { missing, uncounted } = JSON.parse(said.slice('working\n'.length))
  expect(missing).toBeGreaterThanOrEqual(500)
  expect(uncounted).toBeGreaterThanOrEqual(missing * 0.9)
})
