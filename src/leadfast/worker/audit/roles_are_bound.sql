-- The roles that serve are neither superusers nor owners, and may not bypass row-level security.
SELECT rolname, rolsuper, rolbypassrls
  FROM pg_roles
 WHERE rolname IN ('leadfast_app', 'leadfast_sweep')
   AND (rolsuper OR rolbypassrls
        OR EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = pg_roles.oid))
