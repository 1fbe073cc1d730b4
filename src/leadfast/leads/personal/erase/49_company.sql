-- A company that is known by nobody but them, and that no other lead is about, goes with them.
WITH theirs AS MATERIALIZED (
    SELECT company.id
    FROM people_company AS company
    WHERE company.workspace_id = %(workspace)s AND (
        company.id IN (SELECT company_id FROM people_person WHERE workspace_id = %(workspace)s AND id = %(person)s)
        OR company.id IN (SELECT company_id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
      AND NOT EXISTS (
        SELECT FROM people_person AS another
        WHERE another.workspace_id = %(workspace)s AND another.company_id = company.id AND another.id <> %(person)s)
      AND NOT EXISTS (
        SELECT FROM leads_lead AS lead
        WHERE lead.workspace_id = %(workspace)s AND lead.company_id = company.id
          AND lead.person_id IS DISTINCT FROM %(person)s)
), points AS (
    DELETE FROM people_contactpoint AS point USING theirs
    WHERE point.workspace_id = %(workspace)s AND point.company_id = theirs.id
)
UPDATE people_company AS company
SET name = 'Erased company', name_key = 'erased company', domain = ''
FROM theirs
WHERE company.workspace_id = %(workspace)s AND company.id = theirs.id;
