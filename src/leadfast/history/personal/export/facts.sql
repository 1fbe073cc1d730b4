-- What happened with this person.
SELECT at, kind, actor_kind, body
FROM history_recordedfact
WHERE workspace_id = %(workspace)s AND person_id = %(person)s
ORDER BY at, id
