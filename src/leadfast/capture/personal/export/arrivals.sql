-- How this person came to us, as it arrived.
SELECT arrival.door, arrival.arrived_at, arrival.source, arrival.media_type, encode(arrival.raw, 'escape') AS raw
FROM capture_arrival AS arrival
WHERE arrival.workspace_id = %(workspace)s AND (arrival.person_id = %(person)s OR arrival.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s))
ORDER BY arrival.arrived_at
