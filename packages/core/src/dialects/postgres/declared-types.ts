/**
 * A PL/pgSQL body whose variables of the user's own types are declared as text, in the same places. The parser knows no
 * catalogue and takes such a variable for a record, of which a list of INTO may have none.
 */
export function withPlainTypes(body: string): string {
  return body.replace(declarations, part => part.split(';').map(withPlainType).join(';'))
}

const declarations = /\bDECLARE\b[\s\S]*?\bBEGIN\b/gi

/** What stands before the name, the name, and the type. */
const declaration =
  /^((?:\s|--[^\n]*\n|DECLARE\b)*(?:"[^"]+"|\w+)\s+(?:CONSTANT\s+)?)((?:"[^"]+"|\w+)(?:\s*\.\s*(?:"[^"]+"|\w+))*(?:\s*%\s*TYPE\b)?)(?!\s*%)/i

const keptTypes: ReadonlySet<string> = new Set(['record', 'cursor', 'refcursor', 'alias'])

function withPlainType(text: string): string {
  return text.replace(declaration, (whole, before: string, type: string) =>
    type.length < 'text'.length || keptTypes.has(type.toLowerCase())
      ? whole
      : `${before}${'text'.padEnd(type.length)}`,
  )
}

/** A CREATE FUNCTION that returns text: an array of the user's own type counts as one of records, which none returns. */
export function withPlainResult(text: string): string {
  return text.replace(
    /\bRETURNS(\s+)((?:"[^"]+"|\w+)(?:\s*\.\s*(?:"[^"]+"|\w+))*\s*\[\s*\])/i,
    (_whole, space: string, type: string) => `RETURNS${space}${'text'.padEnd(type.length)}`,
  )
}
