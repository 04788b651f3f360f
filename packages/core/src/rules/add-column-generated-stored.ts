import { isBefore, stepsOn } from '../schema/find-steps.ts'
import { lookupColumns } from '../schema/served-indexes.ts'
import type { AddColumn } from './advice/added-in-steps.ts'
import { columnRewrite } from './advice/column-rewrite.ts'
import { laterInDeploy, placeWithFile } from './deploy/later-in-deploy.ts'
import { sameColumn } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const addColumnGeneratedStored: Rule = {
  id: 'add-column-generated-stored',
  category: 'locking',
  severity: 'error',
  title: 'A new stored generated column writes the whole table again.',
  why: `Each row gets its computed value, so that every row is written again, and nobody can read or write the table meanwhile.`,
  instead: `Add a plain column that a trigger or the code fills, or compute the value in a view.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) STORED',
        instead: [
          `ALTER TABLE users ADD COLUMN lower_email text;
CREATE FUNCTION fill_lower_email() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.lower_email := lower(NEW.email); RETURN NEW; END $$;
CREATE TRIGGER fill_lower_email BEFORE INSERT OR UPDATE OF email ON users
FOR EACH ROW EXECUTE FUNCTION fill_lower_email();`,
        ],
      },
    ],
    allowed: [
      {
        title: 'a plain column',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN lower_email text',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (email text); ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) STORED',
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, context) {
      const found = columnRewrite(operation, context, ({ generated }) => generated?.storage === 'stored')
      const instead = found?.objects?.length === 1 ? leftOut(operation, context) : undefined
      return found && { ...found, ...(instead !== undefined && { instead }) }
    },
  },
}

/** For a column that the deploy drops again: the table is written twice, and what is on the column goes with it. */
function leftOut({ table, column }: AddColumn, context: OperationContext): string | undefined {
  const { before, deploySteps, replayedScript } = context
  const isIt = (name: string): boolean => sameColumn(before, name, column.name)
  const gone = laterInDeploy(table, context, 'drop-column').find(({ operation }) => isIt(operation.column))
  if (gone === undefined) return undefined
  const indexes = stepsOn(replayedScript.steps, table, 'create-index')
    .filter(each => isBefore(deploySteps, each, gone))
    .filter(({ operation }) => lookupColumns(operation.index).some(name => name !== undefined && isIt(name)))
    .map(({ location }) => `line ${location.line}`)
  const its = indexes.length === 0 ? '' : `, with the CREATE INDEX in ${listWords(indexes)},`
  const anew = laterInDeploy(table, { ...context, step: gone }, 'add-column').find(({ operation }) =>
    isIt(operation.column.name),
  )
  const again = anew === undefined ? '' : `: ${placeWithFile(anew, context)} adds it anew`
  return `Leave both out, this${its} and the DROP COLUMN in ${placeWithFile(gone, context)}, unless the deploy itself needs the column in between${again}.`
}
