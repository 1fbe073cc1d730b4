-- What was read on photos of this person's card, and what was typed beside them.
SELECT card.read_at, card.typed, card.fields, card.corrected, card.corrected_at
FROM capture_cardreading AS card
WHERE card.workspace_id = %(workspace)s AND card.arrival_id IN (SELECT id FROM their_arrival)
ORDER BY card.read_at
