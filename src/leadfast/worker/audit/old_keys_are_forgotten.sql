-- Nothing is kept of a key that was renewed, a day after it has opened anything for the last time.
SELECT workspace_id, id, what, old_until
FROM (
    SELECT workspace_id, id, 'token' AS what, old_until FROM workspaces_token
    UNION ALL SELECT workspace_id, id, 'kiosk', old_until FROM capture_kiosk
    UNION ALL SELECT workspace_id, id, 'inlet', old_until FROM capture_inlet
    UNION ALL SELECT workspace_id, id, 'call feed', old_until FROM capture_callfeed
    UNION ALL SELECT workspace_id, id, 'webhook', old_until FROM webhooks_subscription
) AS renewed
WHERE old_until < %(now)s::timestamptz - interval '1 day'
