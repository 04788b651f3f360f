import type { ObjectName } from '../../../operations/column.ts'
import { joinName } from '../../../operations/names.ts'
import type { Node, RangeVar, RoleSpec } from '../grammar.ts'

/** The default schema is left out: `public.users` is `users`. */
export function tableName(relation: RangeVar | undefined): ObjectName {
  return objectName([relation?.schemaname ?? '', relation?.relname ?? ''])
}

export function objectName(parts: readonly string[]): ObjectName {
  const given = parts.filter(part => part !== '')
  return joinName(given.length > 1 && given[0] === 'public' ? given.slice(1) : given)
}

/** A name that the tree keeps as a list of strings, a type or a routine with its arguments. */
export function nameOf(node: Node | undefined): ObjectName {
  return objectName(namePartsOf(node))
}

export function namePartsOf(node: Node | undefined): readonly string[] {
  if (node === undefined) return []
  if ('String' in node) return [node.String.sval ?? '']
  if ('List' in node) return strings(node.List.items)
  if ('TypeName' in node) return strings(node.TypeName.names)
  if ('ObjectWithArgs' in node) return strings(node.ObjectWithArgs.objname)
  if ('RangeVar' in node) return [node.RangeVar.schemaname ?? '', node.RangeVar.relname ?? '']
  return []
}

/** The strings of a list, other nodes left out; a type in it gives its name. */
export function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap(node =>
    'String' in node ? [node.String.sval ?? ''] : 'TypeName' in node ? strings(node.TypeName.names) : [],
  )
}

export function roleName(role: RoleSpec | undefined): string {
  switch (role?.roletype) {
    case 'ROLESPEC_PUBLIC':
      return 'public'
    case 'ROLESPEC_CURRENT_USER':
      return 'current_user'
    case 'ROLESPEC_CURRENT_ROLE':
      return 'current_role'
    case 'ROLESPEC_SESSION_USER':
      return 'session_user'
    default:
      return role?.rolename ?? ''
  }
}
