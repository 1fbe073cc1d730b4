-- Every arrival that was settled as a lead has that lead, and junk has the person who said so.
SELECT arrival.workspace_id, arrival.id AS arrival_id, arrival.settlement
FROM capture_arrival AS arrival
LEFT JOIN leads_lead AS lead ON lead.workspace_id = arrival.workspace_id AND lead.id = arrival.lead_id
WHERE (arrival.settlement IN ('created', 'joined') AND lead.id IS NULL)
   OR (arrival.settlement = 'junk' AND arrival.junked_by_id IS NULL)
