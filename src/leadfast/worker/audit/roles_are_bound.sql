-- The roles that serve are neither superusers nor owners, and may not bypass row-level security.
-- A table that is temporary is a connection's own.
SELECT rolname, rolsuper, rolbypassrls
  FROM pg_roles
 WHERE rolname IN ('leadfast_app', 'leadfast_sweep')
   AND (rolsuper OR rolbypassrls
        OR EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relpersistence <> 't' AND relowner = pg_roles.oid))
