-- No mail of a cadence began after an answer to it had been committed.
SELECT touch.workspace_id, touch.id, touch.lead_id, mail.data_at, enrolment.ended_at
  FROM followup_touch AS touch
  JOIN followup_enrolment AS enrolment
    ON enrolment.workspace_id = touch.workspace_id AND enrolment.id = touch.enrolment_id
  JOIN mail_outgoing AS mail ON mail.workspace_id = touch.workspace_id AND mail.id = touch.outgoing_id
 WHERE enrolment.ending = 'answered' AND mail.state IN ('sent', 'unknown') AND mail.data_at > enrolment.ended_at
