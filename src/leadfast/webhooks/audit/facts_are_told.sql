-- Every public fact of the last day has its delivery to every address that wants it, and only one.
WITH told AS (
    SELECT one.workspace_id, one.id, one.kinds, greatest(
        one.created_at, %(now)s::timestamptz - interval '1 day',
        -- What happened while it was switched off is not made up for.
        (SELECT max(fact.at) FROM history_recordedfact AS fact
         WHERE fact.workspace_id = one.workspace_id AND fact.kind = 'subscription_revived'
            AND fact.body ->> 'subscription_id' = one.id::text)) + interval '1 minute' AS since
    FROM webhooks_subscription AS one
    WHERE one.dead_since IS NULL AND one.ended_at IS NULL
)
SELECT told.workspace_id, told.id AS subscription_id, fact.id AS fact_id, fact.kind, count(delivery.id) AS deliveries
FROM told
JOIN history_recordedfact AS fact
    ON fact.workspace_id = told.workspace_id AND fact.at >= told.since
    AND fact.kind = ANY (CASE WHEN told.kinds = '{}' THEN ARRAY[
        'lead_opened', 'lead_edited', 'lead_won', 'lead_closed', 'lead_rested', 'lead_came_back', 'lead_reopened',
        'handed_over', 'stage_reached', 'turn_taken', 'turn_given', 'participant_joined', 'step_scheduled',
        'step_done', 'step_moved', 'step_cancelled', 'give_up_asked', 'give_up_withdrawn', 'give_up_sent_back',
        'reply_received', 'call_logged', 'call_missed', 'call_answered', 'text_logged', 'note_added',
        'visit_logged', 'appointment_made', 'appointment_cancelled', 'bounced', 'opted_out', 'suppressed', 'cadence_started',
        'cadence_ended', 'follow_up_sent', 'arrival_joined', 'arrival_waits', 'asked_again', 'upload_finished'
    ] ELSE told.kinds END)
LEFT JOIN webhooks_delivery AS delivery
    ON delivery.workspace_id = told.workspace_id AND delivery.subscription_id = told.id AND delivery.fact_id = fact.id
GROUP BY told.workspace_id, told.id, fact.id, fact.kind
HAVING count(delivery.id) <> 1
