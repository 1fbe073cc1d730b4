-- What happened is kept, its words are not: that something happened is the team's history.
UPDATE history_recordedfact AS fact
SET body = '{}'
WHERE fact.workspace_id = %(workspace)s
  AND (fact.person_id = %(person)s OR fact.lead_id IN (
      SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
DELETE FROM history_reaction
WHERE workspace_id = %(workspace)s AND done_at IS NULL AND person_id = %(person)s;
