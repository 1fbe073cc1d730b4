-- No notice is under way past its deadline.
SELECT workspace_id, notice_id, id AS delivery_id, channel, deadline_at
FROM accountability_delivery
WHERE state IN ('waiting', 'sending') AND deadline_at < %(now)s::timestamptz - interval '1 hour'
