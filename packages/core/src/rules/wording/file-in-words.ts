/** `003_teams.sql`; `003_teams/up.sql` where the name alone says nothing. */
export function fileInWords(file: string): string {
  const [base = file, folder] = file.split('/').reverse()
  return folder === undefined || /\d/.test(base) ? base : `${folder}/${base}`
}
