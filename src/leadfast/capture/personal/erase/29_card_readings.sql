-- What was read on a photo goes with the photo.
UPDATE capture_cardreading AS card
SET fields = '[]', typed = '{}', corrected = '{}', why = CASE WHEN card.why = '' THEN '' ELSE 'Erased' END
WHERE card.workspace_id = %(workspace)s AND card.arrival_id IN (SELECT id FROM their_arrival);
