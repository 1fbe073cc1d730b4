-- The leads about this person, with their steps; of leads about others, only that they take part, and as what.
SELECT lead.person_id = %(person)s AS about_them, participant.role, lead.arrived_at, said.*
FROM leads_participant AS participant
JOIN leads_lead AS lead
    ON lead.workspace_id = participant.workspace_id AND lead.id = participant.lead_id
LEFT JOIN LATERAL (
    SELECT lead.label, lead.stage, lead.source, lead.campaign, lead.tags, lead.value, lead.note,
           (SELECT jsonb_agg(jsonb_build_object('says', step.says, 'note', step.note, 'due_at', step.due_at,
                                                'state', step.state, 'outcome', step.outcome) ORDER BY step.created_at)
            FROM leads_step AS step
            WHERE step.workspace_id = lead.workspace_id AND step.lead_id = lead.id) AS steps,
           (SELECT jsonb_agg(jsonb_build_object('reason', given.reason, 'words', given.words, 'evidence', given.evidence))
            FROM leads_giveup AS given
            WHERE given.workspace_id = lead.workspace_id AND given.lead_id = lead.id) AS asked_to_give_up,
           (SELECT jsonb_agg(jsonb_build_object('kind', closure.kind, 'words', closure.words, 'proof', closure.proof))
            FROM leads_closure AS closure
            WHERE closure.workspace_id = lead.workspace_id AND closure.lead_id = lead.id) AS closed
) AS said ON lead.person_id = %(person)s
WHERE participant.workspace_id = %(workspace)s AND participant.person_id = %(person)s
ORDER BY lead.arrived_at
