-- What was fetched is understood within the hour; what cannot be is tried again and again, and stands here.
SELECT workspace_id, id AS fetched_id, mailbox_id, fetched_at, failures, left(error, 300) AS error
FROM mail_fetchedmessage
WHERE read_at IS NULL AND fetched_at < %(now)s::timestamptz - interval '1 hour'
