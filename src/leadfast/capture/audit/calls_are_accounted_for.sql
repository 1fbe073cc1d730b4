-- Every record in a file of calls that was read has its outcome, tells of a call that is not over, or had come in before.
SELECT file.workspace_id, file.id, file.records_taken, file.seen_before, file.states_taken
FROM capture_callfile AS file
WHERE file.read_at IS NOT NULL AND file.records_taken <> file.seen_before + file.states_taken + (
    SELECT count(*) FROM capture_callrecord AS record
    WHERE record.workspace_id = file.workspace_id AND record.file_id = file.id)
