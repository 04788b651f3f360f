import { textTokens } from '../schema/sql-text.ts'
import type { Rule } from './rule.ts'

export const definerNotAllowed: Rule = {
  id: 'definer-not-allowed',
  category: 'security',
  severity: 'warning',
  optIn: true,
  title: 'A view, trigger or routine names its DEFINER.',
  why: `It runs with the rights of that account. On another server the account may not exist, and every use fails with
"The user specified as a definer does not exist"; to name another account than one's own needs SET_USER_ID or SUPER.`,
  instead:
    'Leave DEFINER out, or write DEFINER = CURRENT_USER: the account that runs the migrations. Or SQL SECURITY INVOKER.',
  sources: ['MySQL 8.0 manual, Stored Object Access Control'],
  defaultOptions: { allow: ['CURRENT_USER'] },
  examples: {
    flagged: [
      {
        title: 'an account of the developer',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE DEFINER = `anna`@`localhost` VIEW user_ids AS SELECT id FROM users',
        instead: 'CREATE SQL SECURITY INVOKER VIEW user_ids AS SELECT id FROM users',
      },
      {
        title: 'as mysqldump writes a view',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: `/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 VIEW user_ids AS select id from users */`,
        instead: 'CREATE SQL SECURITY INVOKER VIEW user_ids AS SELECT id FROM users',
      },
    ],
    allowed: [
      {
        title: 'no DEFINER',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE VIEW user_ids AS SELECT id FROM users',
      },
      {
        title: 'the account that runs the migrations',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'CREATE DEFINER = CURRENT_USER VIEW user_ids AS SELECT id FROM users',
      },
    ],
  },

  checkOperation: {
    'create-object'({ name, definition }, { options }) {
      const definer = definerOf(definition)
      const allowed = Array.isArray(options.allow) ? options.allow.map(String) : []
      if (definer === undefined || allowed.some(each => each.toLowerCase() === definer.toLowerCase()))
        return undefined
      return {
        message: /\bsql\s+security\s+invoker\b/i.test(definition)
          ? `${name} belongs to ${definer}: to make it, another account needs SET_USER_ID or SUPER.`
          : `${name} runs with the rights of ${definer}.`,
        objects: [name],
      }
    },
  },
}

/** The account behind DEFINER =, which comes before the kind of object. */
function definerOf(definition: string): string | undefined {
  // As mysqldump writes it: /*!50013 DEFINER=… */.
  const tokens = textTokens(definition.replace(/\/\*M?!\d*|\*\//g, ' ')).filter(
    token => token.kind !== 'space',
  )
  const start = tokens.findIndex(
    (token, index) => token.name?.toLowerCase() === 'definer' && tokens[index + 1]?.text === '=',
  )
  if (start === -1 || start > 10) return undefined
  const [user, at, host] = tokens.slice(start + 2)
  if (user === undefined) return undefined
  const isHost = at?.text === '@'
  return isHost ? `${user.name ?? user.text}@${host?.name ?? host?.text ?? ''}` : (user.name ?? user.text)
}
