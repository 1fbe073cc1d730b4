-- What happened is kept, its words are not: that something happened is the team's history.
UPDATE history_recordedfact AS fact
SET body = '{}'
WHERE fact.workspace_id = %(workspace)s
  AND (fact.person_id = %(person)s OR fact.lead_id IN (
      SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
-- What still had to follow, or never could, follows no more; of what has followed the words go.
DELETE FROM history_reaction AS reaction
WHERE reaction.workspace_id = %(workspace)s AND reaction.done_at IS NULL
  AND (reaction.person_id = %(person)s OR (reaction.set_aside_at IS NOT NULL AND reaction.lead_id IN (
      SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)));
UPDATE history_reaction AS reaction
SET body = '{}', error = CASE WHEN reaction.error = '' THEN '' ELSE 'Erased' END
WHERE reaction.workspace_id = %(workspace)s AND reaction.done_at IS NOT NULL
  AND (reaction.person_id = %(person)s OR reaction.lead_id IN (
      SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
