import type { DirectionJob } from '../../protocol.ts'
import type { MigrationForm } from '../forms/migration-form.ts'
import type { ModuleLoader } from '../load-module.ts'
import { activity, type Run } from '../run.ts'
import { createInterpreter } from './create-interpreter.ts'
import { readModule } from './read-module.ts'
import { isPlainObject, Unknown } from './unknown.ts'

/** What a file exports, read without running any of it. */
export function readExports(path: string, loader: ModuleLoader, run: Run, source?: string): unknown {
  return readModule(loader.parse(path, source), path, createInterpreter(loader, run))
}

/**
 * Does what running the migration would, as far as reading it gives that: it drives the same form with the values that
 * are known. The file is read anew with each run.
 */
export async function performRead(
  { path, source, direction, before = [] }: DirectionJob,
  loader: ModuleLoader,
  form: MigrationForm,
): Promise<void> {
  const run = activity.getStore()?.run
  if (run === undefined) return
  try {
    const others = before.map(each => readExports(each, loader, run))
    await form.perform(readExports(path, loader, run, source), direction, others)
  } catch (error) {
    // What reading cannot follow looks like a mistake of the migration.
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) {
      run.madeUp = true
    }
    throw error instanceof Unknown ? new Error('for a reason that is not known') : error
  }
}

/** Of a configuration that was read, what is known. */
export function knownParts(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(each => !(each instanceof Unknown)).map(knownParts)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => !(each instanceof Unknown))
      .map(([key, each]) => [key, knownParts(each)]),
  )
}
