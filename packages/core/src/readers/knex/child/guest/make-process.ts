import { processEffects } from '../process-effects.ts'
import { EventEmitter } from './built-ins/events.ts'
import { askHost } from './host.ts'
import { forbidden } from './side-effects.ts'

/** There is no process in here; code asks for its version, its arguments and its environment all the same. */
export function makeProcess(): object {
  const silent = (): boolean => true
  const output = { write: silent, isTTY: false, columns: 80, on: silent, end: silent }
  const members = {
    env: {},
    argv: ['node', 'knex'],
    argv0: 'node',
    execArgv: [],
    execPath: 'node',
    title: 'node',
    pid: 1,
    ppid: 0,
    platform: 'linux',
    arch: 'x64',
    version: 'v20.20.0',
    versions: { node: '20.20.0', v8: '11.3' },
    release: { name: 'node' },
    config: {},
    features: {},
    stdout: output,
    stderr: output,
    stdin: { isTTY: false, on: silent },
    exitCode: undefined,
    mainModule: undefined,
    cwd: (): string => JSON.parse(askHost('path', 'resolve', '[]')),
    uptime: (): number => 0,
    umask: (): number => 0o22,
    hrtime: Object.assign(() => [0, 0], { bigint: () => BigInt(0) }),
    memoryUsage: (): object => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0 }),
    emitWarning: silent,
    nextTick: (act: unknown, ...args: unknown[]): void =>
      queueMicrotask(() => void (typeof act === 'function' && act(...args))),
    ...Object.fromEntries(
      processEffects.map(([name, message]) => [name, forbidden(`process.${name}`, message)]),
    ),
  }
  return Object.assign(Object.create(EventEmitter.prototype), members)
}
