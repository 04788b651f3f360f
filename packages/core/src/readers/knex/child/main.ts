import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { ChildSetup, FromChild, ToChild } from '../protocol.ts'
import { measureTimeBy } from './clock.ts'
import { factoryOf } from './create-knex.ts'
import { raiseGuards } from './guards.ts'
import { createJobRunner } from './job-runner.ts'
import { nodeModules } from './node-modules.ts'
import { workTime } from './work-time.ts'

// Taken before any code of the project runs.
const { parse, stringify } = JSON
const write = writeSync

let receive = (message: ToChild): void => {
  if (message.kind !== 'setup') return
  const { setup } = message
  if (setup.engine === 'sandbox') void startApart(setup)
  else receive = start(setup)
}
createInterface({ input: process.stdin }).on('line', line => receive(parse(line)))

/** In the sandbox; loaded only where it is asked for. */
async function startApart(setup: ChildSetup): Promise<void> {
  const send = senderOf(setup)
  const { startSandbox } = await import('./sandbox/start-sandbox.ts')
  const run = await startSandbox(setup, send)
  protect(setup, () => undefined)
  receive = message => {
    if (message.kind !== 'setup') run(message)
  }
  send({ kind: 'ready' })
}

function senderOf({ key }: ChildSetup): (message: FromChild) => void {
  return message => writeAll(Buffer.from(`${key} ${stringify(message)}\n`))
}

function start(setup: ChildSetup): (message: ToChild) => void {
  const send = senderOf(setup)
  measureTimeBy(workTime)
  const runner = createJobRunner({
    engine: setup.engine,
    loadKnex: () => factoryOf(createRequire(setup.knexPath)(setup.knexPath)),
    modules: nodeModules(setup),
    protect: onSideEffect => protect(setup, onSideEffect),
    send,
  })
  send({ kind: 'ready' })
  return message => {
    if (message.kind !== 'setup') runner.receive(message)
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4))
const { wait } = Atomics

/** A pipe that is full refuses more (EAGAIN) until the parent has read. */
function writeAll(bytes: Buffer): void {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += write(1, bytes, sent)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      wait(pause, 0, 0, 1)
    }
  }
}

function protect(setup: ChildSetup, onSideEffect: (message: string) => void): void {
  process.on('unhandledRejection', () => undefined)
  process.on('uncaughtException', () => undefined)
  for (const name of Object.keys(console)) Reflect.set(console, name, () => undefined)
  raiseGuards({ readable: [setup.root, ...setup.readable], onSideEffect })
}
