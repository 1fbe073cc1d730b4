"""Keys of two columns, row-level security and grants for the tables of follow-up.

`touch_once`, `one_live_cadence` and `one_live_cadence_per_person` are in the models; here is what Django
cannot express.
"""

from django.db import migrations

from leadfast.foundation.schema import composite_key, tenant_table

TABLES = [
    tenant_table("followup_cadence"),
    # Versions are added, never changed: a running enrolment keeps the words it started with.
    tenant_table("followup_cadencestep", grants="SELECT, INSERT"),
    tenant_table("followup_enrolment", grants="SELECT, INSERT, UPDATE"),
    tenant_table("followup_senderchange", grants="SELECT, INSERT, UPDATE"),
    tenant_table(
        "followup_touch",
        grants="SELECT, INSERT, UPDATE",
        sweep_columns=("workspace_id", "id", "state", "by_machine", "due_at", "decided_at"),
    ),
    tenant_table("followup_draft", grants="SELECT, INSERT, UPDATE"),
    tenant_table("followup_decline", grants="SELECT, INSERT"),
    tenant_table("followup_insuranceentry", grants="SELECT, INSERT, UPDATE"),
]

KEYS = [
    ("followup_cadence", "turned_on_by_id", "workspaces_member"),
    ("followup_cadencestep", "cadence_id", "followup_cadence"),
    ("followup_enrolment", "lead_id", "leads_lead"),
    ("followup_enrolment", "person_id", "people_person"),
    ("followup_enrolment", "cadence_id", "followup_cadence"),
    ("followup_enrolment", "mailbox_id", "mail_mailbox"),
    ("followup_enrolment", "started_by_id", "workspaces_member"),
    ("followup_senderchange", "enrolment_id", "followup_enrolment"),
    ("followup_senderchange", "from_mailbox_id", "mail_mailbox"),
    ("followup_senderchange", "to_mailbox_id", "mail_mailbox"),
    ("followup_senderchange", "seen_by_id", "workspaces_member"),
    ("followup_touch", "enrolment_id", "followup_enrolment"),
    ("followup_touch", "lead_id", "leads_lead"),
    ("followup_draft", "touch_id", "followup_touch"),
    ("followup_draft", "lead_id", "leads_lead"),
    ("followup_draft", "decided_by_id", "workspaces_member"),
    ("followup_decline", "lead_id", "leads_lead"),
    ("followup_decline", "member_id", "workspaces_member"),
    ("followup_insuranceentry", "lead_id", "leads_lead"),
    ("followup_insuranceentry", "member_id", "workspaces_member"),
    ("followup_insuranceentry", "mailbox_id", "mail_mailbox"),
    ("followup_insuranceentry", "enrolment_id", "followup_enrolment"),
]


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [*TABLES, *(composite_key(*key) for key in KEYS)]
