-- What was expected of this person, and what arrivals added about them: that it happened stays.
UPDATE history_recordedfact AS fact
SET body = '{}'
FROM their_expected AS expected
WHERE fact.workspace_id = %(workspace)s AND fact.kind IN ('lead_expected', 'expected_chased', 'expected_dropped', 'expected_arrived')
  AND fact.body ->> 'expected_id' = expected.id::text;
UPDATE capture_expected AS expected
SET label = 'Erased person', mail_key = '', phone_key = '', company_key = '', promised_by = '', note = '',
    dropped_why = CASE WHEN expected.dropped_why = '' THEN '' ELSE 'Erased' END
WHERE expected.workspace_id = %(workspace)s AND expected.id IN (SELECT id FROM their_expected);
UPDATE capture_joining AS joining
SET added = '{}', before = '{}', because = ''
WHERE joining.workspace_id = %(workspace)s AND (joining.person_id = %(person)s OR joining.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
