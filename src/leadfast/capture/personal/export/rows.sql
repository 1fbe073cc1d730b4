-- Rows of files about this person that no arrival tells of: that came in before, or were left out.
SELECT upload.name AS file, line.number AS row, line.outcome, line.why, line.cells
FROM capture_uploadrow AS line
JOIN capture_upload AS upload ON upload.workspace_id = line.workspace_id AND upload.id = line.upload_id
WHERE line.workspace_id = %(workspace)s AND line.id IN (SELECT id FROM their_row)
ORDER BY upload.uploaded_at, line.number
