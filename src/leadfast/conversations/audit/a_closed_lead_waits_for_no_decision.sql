-- Nothing about a closed lead waits for a tap.
SELECT proposal.workspace_id, proposal.id AS proposal_id, lead.id AS lead_id
FROM conversations_proposal AS proposal
JOIN leads_lead AS lead ON lead.workspace_id = proposal.workspace_id AND lead.id = proposal.lead_id
WHERE proposal.state = 'waiting' AND lead.closure_id IS NOT NULL
