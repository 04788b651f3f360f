import { writesFiles } from './writes-log.ts'

const network = 'It uses the network.'
const program = 'It starts another program.'

/** Calls of well-known packages that reach out of the migration, as a stand-in for the package is asked for them. */
const effects: readonly (readonly [calls: RegExp, message: string])[] = [
  [/^(?:rimraf|del|mkdirp|make-dir|trash|write-file-atomic)(?:\.|$)/, writesFiles],
  [
    /^fs-extra\.(?:append|copy|create|emptyDir|ensure|link|mkdir|move|outputFile|outputJson|remove|rename|rm|symlink|unlink|write)\w*$/,
    writesFiles,
  ],
  [/^sharp\b.*\.toFile$/, writesFiles],
  [
    /^(?:axios|got|superagent|request|ky|needle|undici)(?:\.(?:get|post|put|patch|delete|del|head|request|fetch))?$/,
    network,
  ],
  [/^(?:node-fetch|cross-fetch|isomorphic-fetch|nodemailer\.\w+\.sendMail)$/, network],
  [/^(?:execa|shelljs\.exec|cross-spawn)(?:\.|$)/, program],
]

export function packageEffect(call: string): string | undefined {
  const name = call.replace(/\.default\b/, '')
  return effects.find(([calls]) => calls.test(name))?.[1]
}
