import type { Layout } from './layout.ts'

type OutOfOrder = Layout['outOfOrder']
type EditedApplied = Layout['editedApplied']

export function runsLate(runner: string): OutOfOrder {
  return { behaviour: 'runs-late', message: `${runner} runs it now, after the newer ones, and says nothing.` }
}

export function refusesOutOfOrder(runner: string, error: string): OutOfOrder {
  return { behaviour: 'fails', message: `${runner} stops with an error: ${error}.` }
}

export function neverRunsOutOfOrder(runner: string, why: string): OutOfOrder {
  return { behaviour: 'never-runs', message: `${runner} never runs it and says nothing: ${why}.` }
}

export function ignoresEdits(runner: string): EditedApplied {
  return {
    behaviour: 'ignored',
    message: `${runner} does not run it again: databases that have it keep the old version, new ones get the new version.`,
  }
}

export function refusesEdits(runner: string, error: string): EditedApplied {
  return { behaviour: 'fails', message: `${runner} stops the next deploy with an error: ${error}.` }
}

export function refusesMissingFiles(runner: string, error: string): NonNullable<Layout['missingApplied']> {
  return { behaviour: 'fails', message: `${runner} stops with an error: ${error}.` }
}
