-- What was found about this person in mailboxes of ours, and became a lead.
SELECT finding.kind, finding.at, finding.found_at, finding.adopted_at, finding.body
FROM drops_rescuedfinding AS finding
WHERE finding.workspace_id = %(workspace)s AND finding.lead_id IN (
    SELECT lead_id FROM leads_participant WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
ORDER BY finding.found_at
