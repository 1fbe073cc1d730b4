-- When this person was expected, and what later arrivals added about them.
SELECT 'expected' AS what, expected.created_at AS at, expected.label AS said, expected.promised_by AS by_whom
FROM capture_expected AS expected
JOIN leads_lead AS lead ON lead.workspace_id = expected.workspace_id AND lead.id = expected.lead_id
WHERE expected.workspace_id = %(workspace)s AND lead.person_id = %(person)s
UNION ALL
SELECT 'joined', joining.joined_at, joining.added::text, ''
FROM capture_joining AS joining
WHERE joining.workspace_id = %(workspace)s AND joining.person_id = %(person)s
ORDER BY 2
