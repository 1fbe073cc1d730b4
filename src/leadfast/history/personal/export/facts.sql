-- What happened with this person, and on the leads that are about them.
SELECT at, kind, actor_kind, body
FROM history_recordedfact
WHERE workspace_id = %(workspace)s AND (person_id = %(person)s OR lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
ORDER BY at, id
