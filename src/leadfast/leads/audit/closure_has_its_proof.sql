-- Closed for good only with proof: won by value or order, never by their words or two people, invalid with proof.
SELECT workspace_id, lead_id, id AS closure_id, kind
FROM leads_closure
WHERE (kind = 'won' AND value IS NULL AND order_reference = '')
   OR (kind = 'never' AND (words_message_id IS NULL OR words = '')
       AND (asked_by_id IS NULL OR approved_by_id IS NULL OR asked_by_id = approved_by_id))
   OR (kind IN ('invalid', 'erased') AND proof = '')
   OR (kind = 'merged' AND (into_lead_id IS NULL OR into_lead_id = lead_id))
   OR (kind = 'let_go' AND (asked_by_id IS NULL OR approved_by_id IS NULL OR asked_by_id = approved_by_id
                            OR comebacks_used < 2))
