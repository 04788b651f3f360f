import type { Migration } from '../../migration/migration.ts'

/** The down function of an applied migration in code, which is not run: its text has nothing in it, or nothing but a return. */
export function isDownEmptyInCode({ down, up }: Migration): boolean {
  return (
    down === undefined &&
    /\.[cm]?[jt]s$/.test(up.file) &&
    emptyFunction.test(up.source.replace(comments, ' ').replace(/\s+/g, oneSpace))
  )
}

/** So that a long run of white space is not tried in every way that the pattern could split it. */
const oneSpace = (space: string) => (space.includes('\n') ? '\n' : ' ')

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

/** `exports.down = knex => { }`, `export async function down(knex: Knex): Promise<void> {}`, `async down() {}`. */
const emptyFunction =
  /^[ \t]*(?:export[ \t]+)?(?:(?:module\.)?exports\.down\s*=|(?:async[ \t]+)?function[ \t]+down\b|(?:const|let|var)[ \t]+down\s*=|(?:public[ \t]+)?(?:async[ \t]+)?down\b[ \t]*[:(=]?)\s*(?:async\b\s*)?(?:function\b\s*\w*\s*)?(?:\([^(){}]*\)\s*(?::\s*[\w<>]+\s*)?(?:=>\s*)?|[\w$]+\s*=>\s*)\{\s*(?:return(?:\s+(?:null|true|undefined|Promise\.resolve\(\w*\)))?\s*;?\s*)?\}/m

/** An applied migration in code whose down function is there, or may be: it is not run. */
export function mayHaveDownInCode({ down, up }: Migration): boolean {
  return down === undefined && /\.[cm]?[jt]s$/.test(up.file) && /\bdown\b/.test(up.source)
}
