-- What is due to be told was tried within the hour, and nothing is due to an address that is told no more.
SELECT delivery.workspace_id, delivery.id, delivery.due_at, told.dead_since, told.ended_at
FROM webhooks_delivery AS delivery
JOIN webhooks_subscription AS told
    ON told.workspace_id = delivery.workspace_id AND told.id = delivery.subscription_id
WHERE delivery.due_at < %(now)s::timestamptz - interval '1 hour'
    OR (delivery.due_at IS NOT NULL AND (told.dead_since IS NOT NULL OR told.ended_at IS NOT NULL))
