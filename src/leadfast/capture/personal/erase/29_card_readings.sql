-- What was read on a photo goes with the photo.
UPDATE capture_cardreading AS card
SET fields = '[]', typed = '{}', corrected = '{}', why = CASE WHEN card.why = '' THEN '' ELSE 'Erased' END
FROM capture_arrival AS arrival
WHERE card.workspace_id = %(workspace)s AND arrival.workspace_id = %(workspace)s AND arrival.id = card.arrival_id
  AND (arrival.person_id = %(person)s OR arrival.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
