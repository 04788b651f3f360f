import type { Layout, LayoutProblem, MigrationFile, ProjectFiles } from './layout.ts'
import { baseName, folderOf, inFolder, isSql, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { resolveFolder } from './resolve-folder.ts'
import { refusesEdits, refusesMissingFiles, refusesOutOfOrder } from './runner-behaviour.ts'
import { share } from './share-of.ts'
import { type PlannedChange, readSqitchPlan } from './sqitch-plan.ts'

const planName = 'sqitch.plan'

/** The plan gives the order; scripts carry their own BEGIN and COMMIT. */
export const sqitch: Layout = {
  name: 'sqitch',
  title: 'Sqitch',
  async detect(files) {
    const plans = (await files.list('.')).filter(path => baseName(path) === planName)
    return plans.map(plan => ({ paths: [folderOf(plan)], evidence: plan }))
  },
  async recognise(paths, files) {
    const plans = await plansFor(paths, files)
    return share(plans.length, plans.length, 95)
  },
  async arrange(paths, files) {
    const arranged = await Promise.all((await plansFor(paths, files)).map(plan => fromPlan(plan, files)))
    return {
      migrations: arranged.flatMap(({ migrations }) => migrations),
      problems: arranged.flatMap(({ problems }) => problems),
    }
  },
  missingApplied: refusesMissingFiles('Sqitch', 'a deployed change is not in the plan'),
  outOfOrder: refusesOutOfOrder('Sqitch', 'the plan no longer matches what is deployed'),
  editedApplied: refusesEdits(
    'Sqitch',
    'a check (sqitch check, or deploy with a changed plan) finds another script hash',
  ),
}

/** The plans among the files, else the one above `deploy/`. */
async function plansFor(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  const given = paths.filter(path => baseName(path) === planName)
  if (given.length > 0) return given
  const script = paths.find(path => isSql(path) && /^(?:deploy|revert)$/.test(baseName(folderOf(path))))
  if (script === undefined) return []
  for (const folder of withFoldersAbove(folderOf(folderOf(script)))) {
    const plan = inFolder(folder, planName)
    if (await files.exists(plan)) return [plan]
  }
  return []
}

async function fromPlan(
  plan: string,
  files: ProjectFiles,
): Promise<{ readonly migrations: readonly MigrationFile[]; readonly problems: readonly LayoutProblem[] }> {
  const changes = readSqitchPlan((await textIfReadable(files, plan)) ?? '')
  const top = await topFolder(plan, files)
  const migrations: MigrationFile[] = []
  const problems: LayoutProblem[] = []
  for (const change of changes) {
    const migration = await toMigration(change, top, files)
    if (migration !== undefined) migrations.push(migration)
    else
      problems.push({
        ruleId: 'missing-applied-file',
        file: plan,
        message: `The plan names ${change.name}, but ${inFolder(top, `deploy/${change.scripts[0]}.sql`)} is not there: Sqitch stops.`,
      })
  }
  return { migrations, problems }
}

async function toMigration(
  change: PlannedChange,
  top: string,
  files: ProjectFiles,
): Promise<MigrationFile | undefined> {
  for (const script of change.scripts) {
    const deploy = inFolder(top, `deploy/${script}.sql`)
    if (!(await files.exists(deploy))) continue
    const revert = inFolder(top, `revert/${script}.sql`)
    return changeOf(change, deploy, (await files.exists(revert)) ? revert : undefined)
  }
  return undefined
}

function changeOf({ name }: PlannedChange, deploy: string, revert: string | undefined): MigrationFile {
  return {
    name,
    file: deploy,
    format: 'sql',
    // psql or mysql is started for each script (App::Sqitch::Engine::pg, run_file).
    up: { file: deploy, transaction: 'none', hasOwnSession: true },
    ...(revert !== undefined && { down: { file: revert, transaction: 'none', hasOwnSession: true } }),
    downExpected: true,
  }
}

/** `top_dir` of the sqitch.conf beside the plan; the plan's own folder without one. */
async function topFolder(plan: string, files: ProjectFiles): Promise<string> {
  const folder = folderOf(plan)
  const config = inFolder(folder, 'sqitch.conf')
  const settings = (await files.exists(config)) ? await textIfReadable(files, config) : undefined
  const top = /^[ \t]*top_dir\s*=\s*(\S+)/m.exec(settings ?? '')?.[1]
  return top === undefined ? folder : resolveFolder(folder, top)
}
