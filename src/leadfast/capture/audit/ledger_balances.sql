-- The ledger balances: in = created + joined + waiting for a person + junk.
SELECT workspace_id, door, arrived, created, joined, waiting, junk, difference
FROM capture_ledger
WHERE difference <> 0
