import { listWords } from './list-words.ts'
import type { Rule } from './rule.ts'

export const grantPublic: Rule = {
  id: 'grant-public',
  category: 'security',
  severity: 'warning',
  title: 'Privileges are given to everybody.',
  why: 'PUBLIC is every role that exists and every one that will exist.',
  instead: 'Name the role that needs them.',
  examples: {
    flagged: [
      {
        title: 'to PUBLIC',
        given: 'CREATE TABLE users (id int)',
        up: 'GRANT SELECT ON users TO PUBLIC',
        instead: 'CREATE ROLE reader; GRANT SELECT ON users TO reader',
      },
    ],
    allowed: [
      {
        title: 'taken away from the start',
        up: 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
      },
      { title: 'to one role', given: 'CREATE TABLE users (id int)', up: 'GRANT SELECT ON users TO reader' },
      { title: 'taken away', given: 'CREATE TABLE users (id int)', up: 'REVOKE ALL ON users FROM PUBLIC' },
    ],
  },

  checkOperation: {
    'change-privileges'({ action, revokes, privileges, on, roles }) {
      if (action === 'revoke' || revokes === true || !roles.some(role => role.toLowerCase() === 'public'))
        return undefined
      const names = privileges.map(privilege => privilege.toUpperCase())
      const may = names.some(name => /^ALL(?: PRIVILEGES)?$/.test(name)) ? 'do everything' : listWords(names)
      return { message: `Everybody may ${may} on ${on}.` }
    },
  },
}
