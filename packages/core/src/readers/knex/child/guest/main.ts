import type { ChildSetup, ToChild } from '../../protocol.ts'
import { factoryOf } from '../create-knex.ts'
import { createJobRunner } from '../job-runner.ts'
import { askHost, tellHost } from './host.ts'
import { shortenTimers } from './provide-globals.ts'
import { requireFile, useForUnreachable } from './require.ts'
import { sandboxModules } from './sandbox-modules.ts'
import { onSideEffect, unreachable } from './side-effects.ts'
import { runNextTask } from './tasks.ts'

// Taken before any code of the project runs.
const { parse, stringify } = JSON

useForUnreachable(unreachable)
const setup: Pick<ChildSetup, 'engine' | 'knexPath'> = parse(askHost('setup'))
const runner = createJobRunner({
  engine: setup.engine,
  loadKnex: () => factoryOf(knexOf(requireFile(setup.knexPath))),
  modules: sandboxModules(setup.knexPath),
  protect(listen) {
    onSideEffect(listen)
    shortenTimers()
  },
  send: message => tellHost('send', stringify(message)),
})

function knexOf(loaded: unknown): Parameters<typeof factoryOf>[0] {
  if (isFactory(loaded)) return loaded
  throw new TypeError('what is installed as "knex" is not knex')
}

function isFactory(value: unknown): value is Parameters<typeof factoryOf>[0] {
  return typeof value === 'function'
}

export function receive(text: string): void {
  const message: ToChild = parse(text)
  if (message.kind !== 'setup') runner.receive(message)
}

/** Does what all migrations have in common, and says when it is done. */
export function prepare(text: string): void {
  const message: ToChild = parse(text)
  if (message.kind !== 'job' || message.job.kind !== 'direction') return
  const done = (): void => tellHost('prepared')
  void runner.prepare(message.job.tool).then(done, done)
}

/** False: there is nothing to do. */
export function runTask(): boolean {
  return runNextTask()
}
