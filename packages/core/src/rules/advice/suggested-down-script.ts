import { restOfWayBack, wayBack } from '../../reversal/way-back.ts'
import { isMadeEmptyIn } from '../deploy/made-in-deploy.ts'
import type { Suggestion } from '../finding.ts'
import type { MigrationContext } from '../rule.ts'
import { fileInWords } from '../wording/file-in-words.ts'
import { listWords } from '../wording/list-words.ts'

type Deployed = Pick<MigrationContext, 'replayed' | 'traits' | 'pending'>

/** The down script that nobody wrote; undefined where replay does not know enough to write it. */
export function suggestedDownScript({ replayed, traits, pending }: Deployed): Suggestion | undefined {
  const earlier = pending.slice(0, Math.max(pending.indexOf(replayed), 0))
  const back = wayBack(replayed, traits, table => isMadeEmptyIn(earlier, table))
  const script = replayed.joins === undefined ? 'A down script' : 'A down script for all parts together'
  const { codeBefore = [], codeBehind = [] } = replayed.migration
  const unread = [...codeBefore, ...codeBehind].map(({ file }) => fileInWords(file))
  const whole =
    unread.length === 0
      ? 'takes all of it back'
      : `takes back what was read: ${listWords(unread)} ${unread.length === 1 ? 'was' : 'were'} not`
  return (
    back && {
      title: back.isWhole
        ? `${script} that ${whole}`
        : `${script} that restores the schema${back.isNoted ? '; what does not come back is said in it' : ''}`,
      sql: back.sql,
      as: 'down-script',
    }
  )
}

/** What is missing from a down script, or a whole one where that cannot be told. */
export function suggestedRestOfDown(context: Deployed): Suggestion | undefined {
  const { replayed, traits } = context
  const rest = restOfWayBack(replayed, traits)
  return rest === undefined
    ? suggestedDownScript(context)
    : {
        title:
          replayed.joins === undefined
            ? 'What the down script leaves out'
            : 'What the down scripts leave out, for the end of that of the first part',
        sql: rest,
        as: 'end-of-down-script',
      }
}
