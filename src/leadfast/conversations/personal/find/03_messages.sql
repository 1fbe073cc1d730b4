-- The mails that are this person's: all on the leads about them, and what they wrote, or was written to them alone, on
-- leads about others or on none yet.
DROP TABLE IF EXISTS pg_temp.their_message;
CREATE TEMPORARY TABLE their_message ON COMMIT DROP AS
SELECT message.id, message.outgoing_id, message.fetched_id, message.mail_id,
       coalesce(lead.person_id = %(person)s, false) AS on_their_lead
FROM conversations_message AS message
LEFT JOIN leads_lead AS lead ON lead.workspace_id = message.workspace_id AND lead.id = message.lead_id
WHERE message.workspace_id = %(workspace)s AND (
    lead.person_id = %(person)s
    OR message.direction = 'in' AND (
        message.person_id = %(person)s
        OR EXISTS (SELECT FROM their_reach AS reach WHERE reach.alone AND reach.key = lower(message.sender)))
    OR message.direction = 'out' AND cardinality(message."to") > 0
       AND message."to" || message.cc <@ ARRAY(SELECT key FROM their_reach WHERE kind = 'mail' AND alone)::varchar[]);
