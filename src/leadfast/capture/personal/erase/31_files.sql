-- The files they stand in. Whatever became of the other rows is kept row by row, so a file that has ended is emptied at
-- once, and with it whatever else was kept of the same bytes (another sheet, the same file again). One that is still to
-- come in, wholly or in part, is needed for the others: it empties itself when it ends.
WITH theirs AS MATERIALIZED (
    SELECT upload.id, octet_length(upload.content) AS size, sha256(upload.content) AS digest
    FROM capture_upload AS upload
    WHERE upload.workspace_id = %(workspace)s AND upload.id IN (
        SELECT upload_id FROM their_row
        UNION ALL
        SELECT arrival.upload_id FROM capture_arrival AS arrival
        WHERE arrival.workspace_id = %(workspace)s AND arrival.upload_id IS NOT NULL
          AND arrival.id IN (SELECT id FROM their_arrival))
)
UPDATE capture_upload AS upload
SET to_be_emptied = true
FROM theirs
WHERE upload.workspace_id = %(workspace)s
  AND (upload.id = theirs.id OR theirs.size > 0 AND octet_length(upload.content) = theirs.size
       AND sha256(upload.content) = theirs.digest);
