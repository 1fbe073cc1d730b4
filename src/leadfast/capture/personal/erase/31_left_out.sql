-- Rows of files that were left out, about somebody who bought elsewhere, and their files. No lead leads to these: they are
-- found by what the person is reached by, so before that goes.
WITH theirs AS MATERIALIZED (
    SELECT line.id, line.upload_id
    FROM capture_uploadrow AS line
    WHERE line.workspace_id = %(workspace)s AND line.outcome = 'no_lead' AND EXISTS (
        SELECT FROM people_contactpoint AS point
        CROSS JOIN jsonb_array_elements_text(line.cells) AS cell (said)
        WHERE point.workspace_id = %(workspace)s AND point.person_id = %(person)s
          AND (point.kind = 'mail' AND point.key = ANY (regexp_split_to_array(lower(cell.said), '[[:space:],;:<>()|/]+'))
               -- A number as it was typed, with or without its country.
               OR point.kind = 'phone'
                  AND right(regexp_replace(cell.said, '[^0-9]', '', 'g'), 8) = right(point.key, 8)))
), files AS (
    UPDATE capture_upload AS upload SET content = ''::bytea
    WHERE upload.workspace_id = %(workspace)s AND upload.id IN (SELECT upload_id FROM theirs)
)
UPDATE capture_uploadrow AS line
SET cells = '[]', why = 'Erased', external_key = 'erased ' || line.id
FROM theirs
WHERE line.workspace_id = %(workspace)s AND line.id = theirs.id;
