import { named, notOfExtension, ours } from './introspect-postgres.ts'
import type { Query } from './seen-table.ts'

/** What is no table: types, sequences, views with what they read, routines, triggers, policies, schemas, grants. */
export async function introspectPostgresOthers(query: Query): Promise<readonly string[]> {
  const rows = await query(`
    SELECT 'enum ' || ${named('n', 't.typname')} || ' (' ||
      COALESCE(string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder), '') || ')' AS line
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typtype = 'e' AND ${ours('n')} AND ${notOfExtension('t.oid')} GROUP BY n.nspname, t.typname
    UNION ALL
    SELECT 'type ' || ${named('n', 't.typname')} FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'r' AND ${ours('n')} AND ${notOfExtension('t.oid')}
    UNION ALL
    SELECT 'statistics ' || ${named('n', 's.stxname')} || ' on ' || ${named('tn', 'c.relname')}
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace JOIN pg_class c ON c.oid = s.stxrelid
      JOIN pg_namespace tn ON tn.oid = c.relnamespace
    UNION ALL
    SELECT 'other ' || ${named('n', 'i.relname')} || ' on ' || ${named('n', 'c.relname')}
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND ${ours('n')}
    UNION ALL
    SELECT 'domain ' || ${named('n', 't.typname')} FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'd' AND ${ours('n')} AND ${notOfExtension('t.oid')}
    UNION ALL
    SELECT 'composite-type ' || ${named('n', 'c.relname')}
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'c' AND ${ours('n')} AND ${notOfExtension('c.oid')}
    UNION ALL
    SELECT 'sequence ' || ${named('n', 'c.relname')} || COALESCE(' owned by ' || (
      SELECT ${named('tn', 't.relname')} || '.' || a.attname FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
        JOIN pg_namespace tn ON tn.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      WHERE d.objid = c.oid AND d.deptype = 'a' AND d.classid = 'pg_class'::regclass LIMIT 1), '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${ours('n')}
      AND ${notOfExtension('c.oid')} AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'i')
    UNION ALL
    SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized-view ' END || ${named('n', 'c.relname')} || ' reads ' ||
      COALESCE((SELECT string_agg(DISTINCT ${named('tn', 't.relname')}, ', ') FROM pg_rewrite w
        JOIN pg_depend d ON d.objid = w.oid AND d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
        JOIN pg_class t ON t.oid = d.refobjid AND t.oid <> c.oid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      WHERE w.ev_class = c.oid AND ${ours('tn')}), '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND ${ours('n')} AND ${notOfExtension('c.oid')}
    UNION ALL
    SELECT CASE p.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END || ${named('n', 'p.proname')}
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours('n')} AND ${notOfExtension('p.oid')}
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'i')
    UNION ALL
    SELECT 'trigger ' || t.tgname || ' on ' || ${named('n', 'c.relname')} FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${ours('n')}
    UNION ALL
    SELECT 'policy ' || p.polname || ' on ' || ${named('n', 'c.relname')} FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL
    SELECT 'rule ' || r.rulename || ' on ' || ${named('n', 'c.relname')} FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND ${ours('n')}
    UNION ALL
    SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL
    SELECT 'schema ' || n.nspname FROM pg_namespace n WHERE ${ours('n')} AND n.nspname <> 'public' AND ${notOfExtension('n.oid')}
    UNION ALL
    SELECT 'grant on ' || ${named('n', 'c.relname')} || ' to ' || COALESCE(r.rolname, 'public') || ': ' ||
      string_agg(lower(a.privilege_type), ', ' ORDER BY lower(a.privilege_type))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relkind IN ('r', 'p') AND ${ours('n')} AND a.grantee <> c.relowner
      AND a.privilege_type <> 'MAINTAIN' AND ${notOfExtension('c.oid')}
    GROUP BY n.nspname, c.relname, r.rolname`)
  return [...new Set(rows.map(({ line }) => String(line)))]
}
