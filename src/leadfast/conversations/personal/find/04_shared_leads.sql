-- Leads about others that this person took part in, wrote on, or was written to on.
DROP TABLE IF EXISTS pg_temp.their_shared_lead;
CREATE TEMPORARY TABLE their_shared_lead ON COMMIT DROP AS
SELECT lead.id
FROM leads_lead AS lead
WHERE lead.workspace_id = %(workspace)s AND lead.person_id IS DISTINCT FROM %(person)s AND lead.id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s
    UNION ALL
    SELECT message.lead_id
    FROM conversations_message AS message
    WHERE message.workspace_id = %(workspace)s AND (
        message.id IN (SELECT id FROM their_message)
        OR message."to" || message.cc && ARRAY(SELECT key FROM their_reach WHERE kind = 'mail' AND alone)::varchar[]));
-- The mails of others on these, whose raw form speaks of this person.
DROP TABLE IF EXISTS pg_temp.their_mention;
CREATE TEMPORARY TABLE their_mention ON COMMIT DROP AS
SELECT message.id, message.outgoing_id, message.fetched_id
FROM conversations_message AS message
WHERE message.workspace_id = %(workspace)s AND message.lead_id IN (SELECT id FROM their_shared_lead)
  AND message.id NOT IN (SELECT id FROM their_message);
-- Their own words there, line by line, as patterns: by these they are found where others quote them. A line that says
-- next to nothing is anybody's; of a long one the beginning tells it.
DROP TABLE IF EXISTS pg_temp.their_words;
CREATE TEMPORARY TABLE their_words ON COMMIT DROP AS
SELECT DISTINCT line ~ '^[ -~]+$' AS plain,
       regexp_replace(left(line, 60), '([.^$*+?()\[\]{}|\\-])', '\\\1', 'g')
       || CASE WHEN length(line) > 60 THEN '[^\n"”<>\\]*' ELSE '' END AS pattern
FROM conversations_message AS message
JOIN their_message AS their ON their.id = message.id AND NOT their.on_their_lead
CROSS JOIN LATERAL regexp_split_to_table(message.new_words, '\s*\n\s*') AS line
WHERE message.workspace_id = %(workspace)s AND message.direction = 'in' AND message.lead_id IS NOT NULL
  AND length(line) >= 15
LIMIT 2000
