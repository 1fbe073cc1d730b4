-- Everything a search found about this person, adopted or not, and the outsides of mails of searches that still run.
DELETE FROM drops_rescuedfinding AS finding
WHERE finding.workspace_id = %(workspace)s AND (
    finding.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR finding.person IN (SELECT key FROM people_contactpoint
                          WHERE workspace_id = %(workspace)s AND person_id = %(person)s AND kind = 'mail'));
