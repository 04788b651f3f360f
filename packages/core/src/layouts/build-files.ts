import type { ProjectFiles } from './layout.ts'
import { folderOf, inFolder, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** What builds, starts or calls the program that runs the migrations. */
const buildFiles = [
  'Dockerfile',
  'Makefile',
  'Taskfile.yml',
  'justfile',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yml',
  'compose.yaml',
]

/** Whether such a file beside the migrations or in a folder above them has these words, outside its comments. */
export async function isNamedByBuild(words: RegExp, path: string, files: ProjectFiles): Promise<boolean> {
  for (const folder of withFoldersAbove(folderOf(path))) {
    for (const name of buildFiles) {
      const file = inFolder(folder, name)
      if (!(await files.exists(file))) continue
      const text = (await textIfReadable(files, file)) ?? ''
      if (words.test(text.replace(/^\s*#.*$/gm, ''))) return true
    }
  }
  return false
}
