export interface PsqlCommand {
  readonly end: number
  readonly sendsQuery: boolean
  /** One clause for the user; absent where the command changes nothing in the database. */
  readonly unread?: string
  /** `\copy`, which is COPY with a file of the client. */
  readonly isCopy: boolean
}

/** A psql meta-command: a backslash outside quotes, up to the end of the line, the next command or `\\`, which lets
 * SQL go on (PostgreSQL manual, psql, Meta-Commands). */
export function readPsqlCommand(text: string, start: number): PsqlCommand | undefined {
  if (text[start] !== '\\' || !/[A-Za-z!?]/.test(text[start + 1] ?? '')) return undefined
  const name = nameAt(text, start + 1)
  const end = takesWholeLine.test(name) ? lineEnd(text, start) : argumentsEnd(text, start + 1 + name.length)
  const unread = unreadPart(name, text.slice(start + 1 + name.length, end).trim())
  return {
    end,
    sendsQuery: /^(?:g|gx|gset|gexec|gdesc|watch|crosstabview|bind)$/.test(name),
    ...(unread === undefined ? {} : { unread }),
    isCopy: name === 'copy',
  }
}

const takesWholeLine = /^(?:!.*|copy|ef|ev|sf\+?|sv\+?|h|help)$/

/** Commands that show something, set something of the client, or send what stands before them. */
const harmless =
  /^(?:[aCfHtTxzsSprql?]\+?|d\w*[S+]*|l[S+]*|g|gx|gset|gdesc|watch|crosstabview|bind\w*|set|unset|echo|qecho|warn|timing|pset|if|elif|else|endif|prompt|getenv|setenv|cd|encoding|errverbose|conninfo|copyright|h|help|z[S+]*|sf\+?|sv\+?|print|reset|quit|o|out|w|write|copy|lo_list\+?|lo_export|parse|close|close_prepared|restrict|unrestrict|\w*pipeline|sendpipeline|syncpipeline|flush|flushrequest|getresults)$/

function unreadPart(name: string, given: string): string | undefined {
  if (/^(?:i|ir|include|include_relative)$/.test(name)) return runsStatementsOf(given)
  if (
    name.startsWith('!') ||
    (given.includes('`') && !onlyReadsValues(name, given)) ||
    (given.startsWith('|') && /^(?:o|out|w|write|gx?)$/.test(name))
  )
    return 'it runs a program of the shell'
  if (name === 'gexec')
    return '\\gexec runs each value that this query gives as a statement: which ones, only the database tells'
  if (name === 'c' || name === 'connect') return 'what follows runs in another connection or database'
  if (name === 'lo_import' || name === 'lo_unlink') return 'it changes large objects'
  if (name === 'password') return 'it changes a password'
  if (/^(?:e|edit|ef|ev)$/.test(name)) return 'it runs what is written in an editor'
  return harmless.test(name) ? undefined : 'it is no command of psql that is known'
}

export function runsStatementsOf(file: string): string {
  return `it runs the statements of ${file || 'another file'}, which were not read`
}

/** Programs that print a file, a variable or a text: a name for a value that the script is given. */
const printing = /^(?:cat|echo|printenv|printf|hostname|whoami|date)(?:\s[^|&;<>`()]*)?$/

/** `\set password `cat /run/secrets/password``: the program changes nothing. */
function onlyReadsValues(name: string, given: string): boolean {
  const programs = [...given.matchAll(/`([^`]*)`/g)].map(([, program = '']) => program.trim())
  return name === 'set' && programs.length > 0 && programs.every(program => printing.test(program))
}

function nameAt(text: string, start: number): string {
  let end = start
  while (end < text.length && /[^\s\\]/.test(text.charAt(end))) end += 1
  return text.slice(start, end)
}

/** After a `\\`, before another backslash outside quotes, or at the end of the line. */
function argumentsEnd(text: string, start: number): number {
  let quote = ''
  let position = start
  for (; position < text.length && text[position] !== '\n'; position += 1) {
    const character = text.charAt(position)
    if (quote !== '') {
      if (character === '\\' && quote === "'" && text[position + 1] !== '\n') position += 1
      else if (character === quote) quote = ''
    } else if (character === "'" || character === '"' || character === '`') quote = character
    else if (character === '\\') return text[position + 1] === '\\' ? position + 2 : position
  }
  return position > start && text[position - 1] === '\r' ? position - 1 : position
}

function lineEnd(text: string, start: number): number {
  const lineFeed = text.indexOf('\n', start)
  const end = lineFeed === -1 ? text.length : lineFeed
  return end > start && text[end - 1] === '\r' ? end - 1 : end
}
