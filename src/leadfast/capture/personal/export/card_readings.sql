-- What was read on photos of this person's card, and what was typed beside them.
SELECT card.read_at, card.typed, card.fields, card.corrected, card.corrected_at
FROM capture_cardreading AS card
JOIN capture_arrival AS arrival ON arrival.workspace_id = card.workspace_id AND arrival.id = card.arrival_id
WHERE card.workspace_id = %(workspace)s AND (arrival.person_id = %(person)s OR arrival.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
ORDER BY card.read_at
