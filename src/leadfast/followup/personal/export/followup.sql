-- What was planned and sent for this person by cadences, and what people decided about it.
SELECT cadence.name AS cadence, enrolment.started_at, enrolment.ended_at, enrolment.ended_why, enrolment.paused_why, enrolment.thread_subject,
       (SELECT jsonb_agg(jsonb_build_object('title', touch.title, 'due_at', touch.due_at, 'state', touch.state,
                                            'because', touch.because) ORDER BY touch.created_at)
        FROM followup_touch AS touch
        WHERE touch.workspace_id = enrolment.workspace_id AND touch.enrolment_id = enrolment.id) AS touches,
       (SELECT jsonb_agg(jsonb_build_object('subject', draft.subject, 'text', draft.text, 'decision', draft.decision))
        FROM followup_draft AS draft
        JOIN followup_touch AS touch ON touch.workspace_id = draft.workspace_id AND touch.id = draft.touch_id
        WHERE draft.workspace_id = enrolment.workspace_id AND touch.enrolment_id = enrolment.id) AS drafts,
       (SELECT jsonb_agg(jsonb_build_object('subject', entry.subject, 'because', entry.because, 'declined', entry.declined_why))
        FROM followup_insuranceentry AS entry
        WHERE entry.workspace_id = lead.workspace_id AND entry.lead_id = lead.id) AS insured
FROM followup_enrolment AS enrolment
JOIN leads_lead AS lead ON lead.workspace_id = enrolment.workspace_id AND lead.id = enrolment.lead_id
JOIN followup_cadence AS cadence
    ON cadence.workspace_id = enrolment.workspace_id AND cadence.id = enrolment.cadence_id
WHERE enrolment.workspace_id = %(workspace)s AND lead.person_id = %(person)s
ORDER BY enrolment.started_at
