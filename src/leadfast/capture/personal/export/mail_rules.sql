-- What was taught by a mail of this person, or about mails from their own address.
SELECT rule.sender, rule.rule, rule.source, rule.taught_at, rule.read_times
FROM capture_mailrule AS rule
LEFT JOIN capture_arrival AS arrival ON arrival.workspace_id = %(workspace)s AND arrival.id = rule.example_id
WHERE rule.workspace_id = %(workspace)s AND (
    arrival.person_id = %(person)s
    OR arrival.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR lower(rule.sender) IN (
        SELECT key FROM people_contactpoint
        WHERE workspace_id = %(workspace)s AND person_id = %(person)s AND kind = 'mail'))
ORDER BY rule.taught_at
