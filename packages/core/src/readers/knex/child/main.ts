import { readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ChildSetup, FromChild, SchemaAnswer, SchemaQuestion, ToChild } from '../protocol.ts'
import { captureFrames } from './call-site.ts'
import { stopClock } from './clock.ts'
import { createRecordingKnex, loadKnex } from './create-knex.ts'
import { replaceEnvironment } from './environment.ts'
import { errorMessage } from './error-message.ts'
import { knexForm } from './forms/knex-form.ts'
import { raiseGuards } from './guards.ts'
import { watchIntrinsics } from './intrinsics.ts'
import type { KnexInstance } from './knex-internals.ts'
import { createModuleLoader, type ModuleLoader } from './load-module.ts'
import { createKnexfileReader } from './read-knexfile.ts'
import { failedDirection, recordDirection } from './record-direction.ts'
import { activity, type Run } from './run.ts'

// Taken before any code of the project runs.
const { parse, stringify } = JSON
const write = writeSync

let receive = (message: ToChild): void => {
  if (message.kind === 'setup') receive = start(message.setup)
}
createInterface({ input: process.stdin }).on('line', line => receive(parse(line)))

function start(setup: ChildSetup): (message: ToChild) => void {
  const send = (message: FromChild): void => writeAll(Buffer.from(`${setup.key} ${stringify(message)}\n`))
  const { ask, answer } = createQuestions(send)
  const factory = loadKnex(setup.knexPath)
  let knex: KnexInstance | undefined
  const loader = createModuleLoader({
    root: setup.root,
    ownPath: setup.ownPath,
    knexPath: setup.knexPath,
    readText: path => readFileSync(path, 'utf8'),
    knex: () => {
      const ownInstance = (): unknown => {
        noteSideEffect(
          'It makes a Knex instance of its own: what that sends is outside of the transaction of the migration.',
          loader,
        )
        return knex
      }
      return Object.assign(ownInstance, factory, { knex: ownInstance, default: ownInstance })
    },
    onStubUse: () => {
      const run = activity.getStore()?.run
      if (run !== undefined) run.madeUp = true
    },
  })
  protect(setup, loader)
  const environment = replaceEnvironment()
  const isTampered = watchIntrinsics()
  const knexfiles = createKnexfileReader({ engine: setup.engine, environment, loader })

  send({ kind: 'ready' })
  return message => {
    if (message.kind === 'answer') answer(message.id, message.answer)
    if (message.kind !== 'job') return
    const { id, job } = message
    if (job.kind === 'knexfile') {
      void knexfiles.facts(job).then(facts => send({ kind: 'knexfile', id, facts }))
      return
    }
    void knexfiles
      .config(job.knexfile)
      .then(config => {
        knex ??= createRecordingKnex(factory, job.client, config, loader, ask)
        return recordDirection(job, {
          engine: setup.engine,
          form: knexForm(knex),
          loader,
          environment,
          isTampered,
        })
      })
      .catch((error: unknown) => failedDirection(errorMessage(error)))
      .then(direction => send({ kind: 'recorded', id, direction }))
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

interface Questions {
  ask(question: SchemaQuestion, run: Run): Promise<SchemaAnswer>
  answer(id: number, answer: SchemaAnswer): void
}

function createQuestions(send: (message: FromChild) => void): Questions {
  const waiting = new Map<number, (answer: SchemaAnswer) => void>()
  let asked = 0
  return {
    ask(question, run) {
      const id = ++asked
      const before = run.sent.map(({ sql, inlined, change }) => ({
        sql: inlined ?? sql,
        ...(change === undefined ? {} : { change }),
      }))
      return new Promise(resolve => {
        waiting.set(id, resolve)
        send({ kind: 'question', id, question, before })
      })
    },
    answer(id, answer) {
      waiting.get(id)?.(answer)
      waiting.delete(id)
    },
  }
}

function protect(setup: ChildSetup, loader: ModuleLoader): void {
  process.on('unhandledRejection', () => undefined)
  process.on('uncaughtException', () => undefined)
  for (const name of Object.keys(console)) Reflect.set(console, name, () => undefined)
  stopClock()
  raiseGuards({
    readable: [setup.root, ...setup.readable],
    onSideEffect: message => {
      const run = activity.getStore()?.run
      if (run !== undefined) run.madeUp = true
      noteSideEffect(message, loader)
    },
  })
}

function noteSideEffect(message: string, loader: ModuleLoader): void {
  const store = activity.getStore()
  if (store === undefined) return
  const frames = captureFrames(loader.isProjectFile)
  store.run.sideEffects.push({
    message,
    origin: frames.length === 0 ? store.origin : { frames, chained: false },
  })
}
