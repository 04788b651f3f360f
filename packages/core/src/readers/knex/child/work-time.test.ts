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
let missing = 0
process.stdout.write('working\\n')
// One reading for each turn: with two, the missing time can lie between them, where nothing looks.
for (let seen = started; missing < 500; ) {
  const now = performance.now()
  missing = now - seen
  seen = now
}
const all = performance.now() - started
process.stdout.write(JSON.stringify({ missing, uncounted: all - clock.workTime() }))
`

test.skipIf(process.platform === 'win32')('a process that gets no processor does not work', async () => {
  const child = spawn(process.execPath, ['--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  })
  let said = ''
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  await setTimeout(1000)
  child.kill('SIGCONT')
  await closed
  const { missing, uncounted } = JSON.parse(said.slice('working\n'.length))
  expect(missing).toBeGreaterThanOrEqual(500)
  expect(uncounted).toBeGreaterThanOrEqual(missing * 0.9)
})
