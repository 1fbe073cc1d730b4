-- How this person came to us, as it arrived: what made a lead, what waits, and what was junk.
SELECT arrival.door, arrival.arrived_at, arrival.source, arrival.settlement, arrival.why, arrival.external_key,
       arrival.media_type, encode(arrival.raw, 'escape') AS raw
FROM capture_arrival AS arrival
WHERE arrival.workspace_id = %(workspace)s AND arrival.id IN (SELECT id FROM their_arrival)
ORDER BY arrival.arrived_at
