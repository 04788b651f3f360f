import { followPromises, rewrittenCalls } from './async-context.ts'
import { provideGlobals } from './provide-globals.ts'
import { provideStackTraces } from './stack-traces.ts'

followPromises()
provideStackTraces()
for (const [name, value] of Object.entries(rewrittenCalls)) Object.defineProperty(globalThis, name, { value })
provideGlobals()
