import child_process from 'node:child_process'
import cluster from 'node:cluster'
import dgram from 'node:dgram'
import dns from 'node:dns'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import inspector from 'node:inspector'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import worker_threads from 'node:worker_threads'
import { forbiddenCall } from './forbidden-call.ts'
import { define, type Forbid, guardFiles } from './guard-files.ts'
import { processEffects } from './process-effects.ts'

export interface Guards {
  /** Roots that may be read. */
  readonly readable: readonly string[]
  readonly onSideEffect: (message: string) => void
}

/**
 * The second of two walls (the first is Node's permission model, which in Node 20 to 24 leaves the network and
 * process.kill open). Nothing with an effect outside of the process works after this; each try is noted.
 */
export function raiseGuards({ readable, onSideEffect }: Guards): void {
  const forbid = (holder: object, name: string, what: string): void => {
    define(
      holder,
      name,
      forbiddenCall(name, () => onSideEffect(what)),
    )
  }
  const forbidAll = (holder: object, what: (name: string) => string): void => {
    for (const name of Object.keys(holder)) {
      if (typeof Reflect.get(holder, name) === 'function') forbid(holder, name, what(name))
    }
  }
  guardFiles(readable, forbid, onSideEffect)
  forbidAll(child_process, () => 'It starts another program.')
  forbidAll(worker_threads, () => 'It starts a worker thread.')
  forbidAll(cluster, () => 'It starts another process.')
  forbidAll(inspector, () => 'It opens the debugger.')
  for (const network of [net, tls, dgram, dns, dns.promises, http, https, http2]) {
    for (const name of Object.keys(network)) {
      if (
        /^(connect|createConnection|createServer|createSecureServer|request|get|createSocket|Socket|TLSSocket|Server|lookup|resolve.*|reverse|Resolver|bind)$/.test(
          name,
        )
      ) {
        forbid(network, name, 'It uses the network.')
      }
    }
  }
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'BroadcastChannel', 'Worker']) {
    if (name in globalThis) forbid(globalThis, name, 'It uses the network.')
  }
  guardProcess(forbid)
  shortenTimers()
  syncBuiltinESMExports()
}

function guardProcess(forbid: Forbid): void {
  for (const [name, what] of processEffects) if (name in process) forbid(process, name, what)
  define(process, 'mainModule', undefined)
  define(process, 'channel', undefined)
  define(process, '_channel', undefined)
  define(process, 'ppid', 0)
}

function shortenTimers(): void {
  const { setTimeout: original } = globalThis
  define(
    globalThis,
    'setTimeout',
    Object.assign(
      (callback: (...args: unknown[]) => void, _delay?: number, ...args: unknown[]) =>
        original(callback, 1, ...args),
      { __promisify__: (_delay?: number) => new Promise(done => original(done, 1)) },
    ),
  )
}
