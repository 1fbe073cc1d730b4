-- When this person was expected, and what later arrivals added about them.
SELECT 'expected' AS what, expected.created_at AS at, concat_ws(': ', expected.label, nullif(expected.note, '')) AS said,
       expected.promised_by AS by_whom, concat_ws(', ', nullif(expected.mail_key, ''), nullif(expected.phone_key, '')) AS reached_by,
       expected.dropped_why AS why
FROM capture_expected AS expected
WHERE expected.workspace_id = %(workspace)s AND expected.id IN (SELECT id FROM their_expected)
UNION ALL
SELECT 'joined', joining.joined_at, joining.added::text, '', '', joining.because
FROM capture_joining AS joining
WHERE joining.workspace_id = %(workspace)s AND (joining.person_id = %(person)s OR joining.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
ORDER BY 2
