import type { Tool } from '../protocol.ts'
import { engineNamed, engineOf } from './engine-questions.ts'

/**
 * The value of a setting that says which database the project runs on, `DB_CLIENT` or `config.db.type`: that for which the
 * migrations are read, in the spelling of one of the texts that it is compared with.
 */
export function clientSetting(
  name: string,
  tool: Tool | undefined,
  compared: readonly string[] = [],
): string | undefined {
  const [, kind = ''] = setting.exec(name) ?? []
  if (tool === undefined || kind === '') return undefined
  const engine = engineOf(tool)
  const spelled = compared.find(each => engineNamed(each) === engine)
  if (spelled !== undefined || engine === undefined) return spelled
  const isClient = /^(?:client|driver)$/i.test(kind)
  return isClient && (tool.name === 'knex' || tool.name === 'knex-migrator') ? tool.client : engine
}

const setting = /(?:^|[._])(?:db|database|sql)[._]?(client|driver|dialect|engine|type|vendor|provider)$/i
