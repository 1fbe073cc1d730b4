-- What came in about this person. What made no lead, and waits or was junk, is found by what they are reached by; a
-- mail that somebody else sent and that names them is not theirs as a whole.
DROP TABLE IF EXISTS pg_temp.their_arrival, pg_temp.their_row, pg_temp.their_expected, pg_temp.their_record;
CREATE TEMPORARY TABLE their_arrival ON COMMIT DROP AS
SELECT arrival.id, arrival.lead_id
FROM capture_arrival AS arrival
WHERE arrival.workspace_id = %(workspace)s AND (
    arrival.person_id = %(person)s
    OR arrival.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR arrival.settlement IN ('waiting', 'junk') AND (
        pg_temp.names_them(CASE arrival.media_type
            WHEN 'message/rfc822' THEN coalesce(substring(pg_temp.as_said(arrival.raw) FROM '(?n)^(?:from|reply-to):.*$'), '')
            ELSE pg_temp.as_said(arrival.raw) END)
        OR EXISTS (
            SELECT FROM capture_cardreading AS card
            WHERE card.workspace_id = %(workspace)s AND card.arrival_id = arrival.id
              AND pg_temp.names_them(lower(concat_ws(' ', card.typed, card.fields, card.corrected))))));
-- Rows of files that are about them, with or without a lead.
CREATE TEMPORARY TABLE their_row ON COMMIT DROP AS
SELECT line.id, line.upload_id
FROM capture_uploadrow AS line
WHERE line.workspace_id = %(workspace)s AND (
    line.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR line.arrival_id IN (SELECT id FROM their_arrival)
    OR line.outcome = 'no_lead' AND pg_temp.names_them(lower(line.cells::text)));
CREATE TEMPORARY TABLE their_expected ON COMMIT DROP AS
SELECT expected.id
FROM capture_expected AS expected
WHERE expected.workspace_id = %(workspace)s AND (
    expected.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR EXISTS (
        SELECT FROM their_reach AS reach
        WHERE reach.alone AND reach.key = CASE reach.kind WHEN 'mail' THEN expected.mail_key ELSE expected.phone_key END));
-- Calls with them: on their leads, with them on another lead, and on none.
CREATE TEMPORARY TABLE their_record ON COMMIT DROP AS
SELECT record.id, record.file_id, record.external_key
FROM capture_callrecord AS record
WHERE record.workspace_id = %(workspace)s AND (
    record.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR record.call_id IN (SELECT id FROM conversations_call WHERE workspace_id = %(workspace)s AND person_id = %(person)s)
    OR record.arrival_id IN (SELECT id FROM their_arrival)
    OR pg_temp.names_them(lower(concat_ws(' ', record.theirs, record.their_name))));
