/** Is the file in the folder, at most `depth` levels down? */
export function isUnder(path: string, folder: string, depth?: number): boolean {
  const inside =
    folder === '.' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
  if (inside === undefined || inside.startsWith('../')) return false
  return depth === undefined || inside.split('/').length <= depth
}
