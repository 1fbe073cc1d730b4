-- The leads this person takes part in, with their steps.
SELECT lead.label, lead.stage, lead.source, lead.campaign, lead.tags, lead.value, lead.note, lead.arrived_at,
       participant.role,
       (SELECT jsonb_agg(jsonb_build_object('says', step.says, 'due_at', step.due_at, 'state', step.state,
                                            'outcome', step.outcome) ORDER BY step.created_at)
        FROM leads_step AS step
        WHERE step.workspace_id = lead.workspace_id AND step.lead_id = lead.id) AS steps
FROM leads_participant AS participant
JOIN leads_lead AS lead
    ON lead.workspace_id = participant.workspace_id AND lead.id = participant.lead_id
WHERE participant.workspace_id = %(workspace)s AND participant.person_id = %(person)s
ORDER BY lead.arrived_at
