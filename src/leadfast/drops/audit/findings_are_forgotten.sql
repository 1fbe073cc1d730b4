-- Other people's words in a mailbox of ours are not kept for longer than was said.
SELECT workspace_id, id AS rescue_id, forget_at
FROM drops_rescue
WHERE forget_at < %(now)s::timestamptz - interval '1 day'
