import type { FromChild, KnexEngine, SchemaAnswer, SchemaQuestion, ToChild, Tool } from '../protocol.ts'
import { captureFrames } from './call-site.ts'
import { clientSetting } from './client-setting.ts'
import { stopClock } from './clock.ts'
import { createRecordingKnex, type Owner } from './create-knex.ts'
import { answerAboutEngine } from './engine-questions.ts'
import { type Environment, replaceEnvironment } from './environment.ts'
import { errorMessage } from './error-message.ts'
import { dbMigrateForm } from './forms/db-migrate-form.ts'
import { knexForm } from './forms/knex-form.ts'
import { knexMigratorForm } from './forms/knex-migrator-form.ts'
import type { MigrationForm } from './forms/migration-form.ts'
import { openNodePgMigrate } from './forms/node-pg-migrate-form.ts'
import { watchIntrinsics } from './intrinsics.ts'
import type { KnexFactory, KnexInstance } from './knex-internals.ts'
import { createModuleLoader, type ModuleLoader } from './load-module.ts'
import type { ModuleSystem } from './module-system.ts'
import { packageEffect } from './package-effects.ts'
import { createKnexfileReader } from './read-knexfile.ts'
import { failedDirection, recordDirection } from './record-direction.ts'
import { activity, type Run } from './run.ts'
import { readUnknownJson } from './unknown-json.ts'
import { writesLog } from './writes-log.ts'

export interface JobRunnerOptions {
  readonly engine: KnexEngine
  /** The project's knex is code of the project: called when nothing can reach out any more. */
  readonly loadKnex: () => KnexFactory
  readonly modules: ModuleSystem
  /** Takes away whatever reaches out of the place that we are in; called once, before any code of the project runs. */
  readonly protect: (onSideEffect: (message: string) => void) => void
  readonly send: (message: FromChild) => void
}

export interface JobRunner {
  receive(message: Exclude<ToChild, { readonly kind: 'setup' }>): void
  /** Makes what all migrations of a tool share. */
  prepare(tool: Tool): Promise<MigrationForm>
}

/** Reads knexfiles and migrations, in Node and in the sandbox alike. */
export function createJobRunner({ engine, loadKnex, modules, protect, send }: JobRunnerOptions): JobRunner {
  const { ask, answer } = createQuestions(send)
  let knex: KnexInstance | undefined
  let outer: KnexInstance | undefined
  let makeOuter: (() => KnexInstance) | undefined
  let current: Tool | undefined
  const loader = createModuleLoader({
    modules,
    knex: () => ownKnex(factory, () => makeOuter?.()),
    onStubUse: noteMadeUp,
    stubAnswer: name => {
      const effect = packageEffect(name)
      if (effect !== undefined) noteSideEffect(effect, loader)
      return answerAboutEngine(name, current)
    },
    stubSetting: name => clientSetting(name, current),
  })
  stopClock()
  readUnknownJson()
  protect(message => {
    noteMadeUp()
    noteSideEffect(message, loader)
  })
  const factory = loadKnex()
  const environment: Environment = replaceEnvironment(name =>
    clientSetting(name, current, loader.allEnvironmentReads().get(name)),
  )
  let isTampered = watchIntrinsics()
  let builderForm: MigrationForm | undefined
  const knexfiles = createKnexfileReader({ engine, environment, loader })

  const prepare: JobRunner['prepare'] = async tool => {
    current = tool
    if (tool.name === 'node-pg-migrate') {
      if (builderForm !== undefined) return builderForm
      const { foundFrom, isDecamelized } = tool
      const require = (specifier: string): unknown => modules.installed(specifier, foundFrom)
      builderForm = openNodePgMigrate(require, isDecamelized, loader)
      // What version 3 adds to JavaScript's own objects while it is loaded is no migration's doing.
      isTampered = watchIntrinsics()
      return builderForm
    }
    if (tool.name === 'db-migrate') return dbMigrateForm(tool.dialect, loader, ask)
    const config = await knexfiles.config(tool.knexfile)
    const { client, sendsEmptyQueries = false } = tool
    const create = (owner: Owner): KnexInstance =>
      createRecordingKnex(factory, client, config, loader, ask, { owner, sendsEmptyQueries })
    knex ??= create('migrator')
    makeOuter = () => (outer ??= create('project'))
    return tool.name === 'knex' ? knexForm(knex, tool.disableTransactions ?? false) : knexMigratorForm(knex)
  }

  return {
    prepare,
    receive(message) {
      if (message.kind === 'answer') return answer(message.id, message.answer)
      const { id, job } = message
      if (job.kind === 'knexfile') {
        void knexfiles.facts(job).then(facts => send({ kind: 'knexfile', id, facts }))
        return
      }
      void prepare(job.tool)
        .then(form => recordDirection(job, { engine, form, loader, environment, isTampered }))
        .catch((error: unknown) => failedDirection(errorMessage(error)))
        .then(direction => send({ kind: 'recorded', id, direction }))
    },
  }
}

/** What `require('knex')` gives to a migration: an instance whose queries are recorded too, as somebody else's. */
function ownKnex(factory: KnexFactory, make: () => KnexInstance | undefined): unknown {
  const ownInstance = (): unknown => make()
  return Object.assign(ownInstance, factory, { knex: ownInstance, default: ownInstance })
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

function noteMadeUp(): void {
  const run = activity.getStore()?.run
  if (run !== undefined) run.madeUp = true
}

function noteSideEffect(message: string, loader: ModuleLoader): void {
  const store = activity.getStore()
  if (store === undefined) return
  const frames = captureFrames(loader.isProjectFile)
  if (writesLog(message, frames)) return
  store.run.sideEffects.push({
    message,
    origin: frames.length === 0 ? store.origin : { frames, chained: false },
  })
}
