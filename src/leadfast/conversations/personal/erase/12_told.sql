-- What history tells of their mails, and of calls and texts with them, on leads about others and on none.
UPDATE history_recordedfact AS fact
SET body = '{}'
WHERE fact.workspace_id = %(workspace)s
  AND (fact.lead_id IN (SELECT id FROM their_shared_lead) OR fact.lead_id IS NULL AND fact.kind LIKE 'doubt%%')
  AND (fact.body ->> 'message_id' IN (SELECT id::text FROM their_message)
       OR fact.body ->> 'unmatched_id' IN (
           SELECT id::text FROM conversations_unmatched
           WHERE workspace_id = %(workspace)s AND message_id IN (SELECT id FROM their_message))
       OR fact.body ->> 'call_id' IN (
           SELECT id::text FROM conversations_call WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
       OR fact.body ->> 'text_id' IN (
           SELECT id::text FROM conversations_text WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
UPDATE history_reaction AS reaction
SET body = '{}', error = CASE WHEN reaction.error = '' THEN '' ELSE 'Erased' END
WHERE reaction.workspace_id = %(workspace)s AND reaction.done_at IS NOT NULL
  AND reaction.body ->> 'message_id' IN (SELECT id::text FROM their_message);
