-- A touch has at most one mail that was sent or may have been.
SELECT touch.workspace_id, touch.id, count(*) AS mails
  FROM followup_touch AS touch
  JOIN mail_outgoing AS mail ON mail.workspace_id = touch.workspace_id AND mail.about = touch.id
 WHERE mail.state IN ('sending', 'sent', 'unknown')
 GROUP BY touch.workspace_id, touch.id
HAVING count(*) > 1
