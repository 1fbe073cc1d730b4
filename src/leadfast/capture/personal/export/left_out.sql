-- Rows of files that made no lead because the person had bought elsewhere, found by what they are reached by.
SELECT upload.name AS file, line.number AS row, line.why, line.cells
FROM capture_uploadrow AS line
JOIN capture_upload AS upload ON upload.workspace_id = line.workspace_id AND upload.id = line.upload_id
WHERE line.workspace_id = %(workspace)s AND line.outcome = 'no_lead' AND EXISTS (
    SELECT FROM people_contactpoint AS point
    CROSS JOIN jsonb_array_elements_text(line.cells) AS cell (said)
    WHERE point.workspace_id = %(workspace)s AND point.person_id = %(person)s
      AND (point.kind = 'mail' AND point.key = ANY (regexp_split_to_array(lower(cell.said), '[[:space:],;:<>()|/]+'))
           -- A number as it was typed, with or without its country.
           OR point.kind = 'phone'
              AND right(regexp_replace(cell.said, '[^0-9]', '', 'g'), 8) = right(point.key, 8)))
ORDER BY upload.uploaded_at, line.number
