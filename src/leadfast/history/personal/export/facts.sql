-- What happened with this person, and on the leads they take part in.
SELECT at, kind, actor_kind, body
FROM history_recordedfact
WHERE workspace_id = %(workspace)s AND (person_id = %(person)s OR lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
ORDER BY at, id
