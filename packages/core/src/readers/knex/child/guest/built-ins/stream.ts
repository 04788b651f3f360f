import { EventEmitter } from './events.ts'

/** As much of a stream as hands on what is written to it: nothing in here waits for a file or a socket. */
interface Flow {
  emit(event: string, ...args: unknown[]): boolean
  on(event: string, listener: (...args: unknown[]) => unknown): unknown
  write(chunk: unknown): unknown
  end(chunk?: unknown): unknown
  push(chunk: unknown): unknown
  _write?(chunk: unknown, encoding: string, done: (error?: unknown) => void): void
  _transform?(chunk: unknown, encoding: string, done: (error?: unknown, made?: unknown) => void): void
  _flush?(done: (error?: unknown, made?: unknown) => void): void
  _read?(): void
}

function Stream(this: Flow, options?: object): void {
  for (const [option, method] of [
    ['write', '_write'],
    ['transform', '_transform'],
    ['flush', '_flush'],
    ['read', '_read'],
  ] as const) {
    const given: unknown = options === undefined ? undefined : Reflect.get(options, option)
    if (typeof given === 'function') Reflect.set(this, method, given)
  }
}

function after(flow: Flow, act: () => void): (error?: unknown, made?: unknown) => void {
  return (error, made) => {
    if (error !== undefined && error !== null) flow.emit('error', error)
    if (made !== undefined && made !== null) flow.push(made)
    act()
  }
}

const methods = {
  write(this: Flow, chunk: unknown): boolean {
    const done = after(this, () => undefined)
    if (this._transform !== undefined) this._transform(chunk, 'utf8', done)
    else if (this._write !== undefined) this._write(chunk, 'utf8', done)
    else this.push(chunk)
    return true
  },
  end(this: Flow, chunk?: unknown): Flow {
    if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk)
    const finish = (): void => {
      for (const event of ['finish', 'end', 'close']) this.emit(event)
    }
    if (this._flush !== undefined) this._flush(after(this, finish))
    else queueMicrotask(finish)
    return this
  },
  push(this: Flow, chunk: unknown): boolean {
    this.emit(chunk === null ? 'end' : 'data', chunk)
    return true
  },
  pipe<Target extends Flow>(this: Flow, target: Target): Target {
    this.on('data', chunk => target.write(chunk))
    this.on('end', () => target.end())
    return target
  },
  destroy(this: Flow): Flow {
    queueMicrotask(() => this.emit('close'))
    return this
  },
  resume(this: Flow): Flow {
    return this
  },
  pause(this: Flow): Flow {
    return this
  },
  setEncoding(this: Flow): Flow {
    return this
  },
}

function kind(name: string): object {
  const made = function (this: Flow, options?: object): void {
    Reflect.apply(Stream, this, [options])
  }
  Object.defineProperty(made, 'name', { value: name })
  Object.setPrototypeOf(made.prototype, Stream.prototype)
  return Object.setPrototypeOf(made, Stream)
}

Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype)
Object.assign(Stream.prototype, methods)
const kinds = ['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough']

function pipeline(...parts: unknown[]): unknown {
  const callback = parts.at(-1)
  if (typeof callback === 'function') queueMicrotask(() => callback())
  return parts.at(-2)
}

const builtIn: object = Object.assign(
  Stream,
  { Stream, pipeline, finished: pipeline },
  Object.fromEntries(kinds.map(name => [name, kind(name)])),
)

export default builtIn
