import { codeWhere } from './flyway-code.ts'
import type { ProjectFiles } from './layout.ts'
import { baseName } from './path-names.ts'

/** With `success` = false in flyway_schema_history; where the engine rolls DDL back it records nothing. */
const untilRepaired = 'Flyway records it as failed: nothing runs until "flyway repair"'

/** repair() takes the failed entry out of the history (Flyway documentation, Repair). */
export async function afterFailureAt(path: string, files: ProjectFiles): Promise<string> {
  const file = await codeWhere(path, { named: setsUp, says: repairsFirst }, files)
  return file === undefined
    ? untilRepaired
    : `the next run begins with statement 1 again, as ${baseName(file)} calls repair() before migrate()`
}

const setsUp = /(?:flyway|migrat|database|data_?source|db|persist).*\.(?:java|kt|groovy|scala)$/i

/** Under no condition: nothing stands between the two, and no `if (…)` before the first. */
function repairsFirst(text: string): boolean {
  return /(?:[;{]|->)\s*[\w.]+\.repair\(\)\s*;?\s*[\w.]+\.migrate\(\)/.test(text)
}
