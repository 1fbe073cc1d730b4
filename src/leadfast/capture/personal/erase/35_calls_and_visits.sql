-- The number and name in call records, the files in which they came, recordings, and visits on the floor. A file that is
-- still being read empties itself when it has been.
UPDATE capture_callfile AS file
SET to_be_emptied = true, name = 'Erased'
WHERE file.workspace_id = %(workspace)s AND file.id IN (
    SELECT file_id FROM their_record
    UNION ALL
    -- What told of the same calls while they went on.
    SELECT state.file_id
    FROM capture_callstate AS state JOIN their_record AS record ON record.external_key = state.external_key
    WHERE state.workspace_id = %(workspace)s);
UPDATE capture_callstate AS state
SET external_key = pg_temp.erased_key(state.external_key)
FROM their_record AS record
WHERE state.workspace_id = %(workspace)s AND state.external_key = record.external_key;
UPDATE capture_callrecord AS record
SET theirs = '', their_name = '', why = CASE WHEN record.why = '' THEN '' ELSE 'Erased' END,
    external_key = pg_temp.erased_key(record.external_key)
WHERE record.workspace_id = %(workspace)s AND record.id IN (SELECT id FROM their_record);
UPDATE capture_recording AS recording
SET link = '', expires_at = NULL, removed_at = coalesce(recording.removed_at, recording.kept_at)
FROM conversations_call AS call
WHERE recording.workspace_id = %(workspace)s AND call.workspace_id = %(workspace)s AND recording.call_id = call.id
  AND (call.person_id = %(person)s
       OR call.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
UPDATE capture_floorup AS visitor
SET label = '', wants = '', why = CASE WHEN visitor.why = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE visitor.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND visitor.lead_id = lead.id AND lead.person_id = %(person)s;
