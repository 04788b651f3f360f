import { expect, test } from 'vitest'
import { summaries } from '../testing/summary.ts'

type Probe = readonly [text: string, operations: readonly string[]]

const probes: readonly Probe[] = [
  [
    "GRANT SELECT, INSERT (a, b) ON db.* TO 'u'@'%' WITH GRANT OPTION",
    ['change-privileges grant SELECT,INSERT (a, b) db.* u@%'],
  ],
  ["GRANT ALL PRIVILEGES ON *.* TO u IDENTIFIED BY 'x'", ['change-privileges grant ALL PRIVILEGES *.* u']],
  ['GRANT r TO u, v', ['change-privileges grant r u,v']],
  ['REVOKE ALL PRIVILEGES, GRANT OPTION FROM u', ['change-privileges revoke ALL PRIVILEGES,GRANT OPTION u']],
  ['REVOKE EXECUTE ON PROCEDURE db.p FROM u', ['change-privileges revoke EXECUTE PROCEDURE db.p u']],
]

test.each(probes)('%s', (text, operations) => {
  expect(summaries(text)).toEqual(operations)
})
