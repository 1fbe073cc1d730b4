-- What was found about this person in mailboxes of ours, adopted or not.
SELECT finding.kind, finding.at, finding.found_at, finding.adopted_at, finding.person, finding.body
FROM drops_rescuedfinding AS finding
WHERE finding.workspace_id = %(workspace)s AND (
    finding.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR finding.person IN (SELECT key FROM people_contactpoint
                          WHERE workspace_id = %(workspace)s AND person_id = %(person)s AND kind = 'mail'))
ORDER BY finding.found_at
