-- What programs were answered is forgotten after its day, and is the answer of something that was done.
SELECT workspace_id, id, status, created_at FROM workspaces_keptanswer
WHERE created_at < %(now)s::timestamptz - interval '3 days' OR status NOT IN (0, 200, 201, 202, 204)
