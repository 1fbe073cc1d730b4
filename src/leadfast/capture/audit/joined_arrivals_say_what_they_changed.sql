-- A joining that was undone has a lead of its own, and one that was not belongs to the arrival's lead.
SELECT joining.workspace_id, joining.id AS joining_id
FROM capture_joining AS joining
JOIN capture_arrival AS arrival
    ON arrival.workspace_id = joining.workspace_id AND arrival.id = joining.arrival_id
WHERE joining.undone_at IS NOT NULL AND joining.new_lead_id IS DISTINCT FROM arrival.lead_id
