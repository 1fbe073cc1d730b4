"""The invariant: an open lead has a next step, a closed one has none, and both are one another's.

Read together with the CHECKs of the models: `open_lead_has_next_step` demands a next step,
`next_step_is_pending` that it exists, is pending and is this lead's, and
`pending_step_needs_open_lead` that closing leaves no step behind to fire.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from leadfast.foundation.schema import APP_ROLE, composite_key, tenant_table

CLOSED_BY_RECORD = [
    composite_key(
        "leads_lead",
        "next_step_id, id",
        "leads_step",
        "id, pending_for",
        name="next_step_is_pending",
        deferred=True,
    ),
    composite_key(
        "leads_step",
        "pending_for",
        "leads_lead",
        "open_id",
        name="pending_step_needs_open_lead",
        deferred=True,
    ),
    composite_key(
        "leads_lead",
        "closure_id, id",
        "leads_closure",
        "id, closes",
        name="closure_is_this_leads",
        deferred=True,
    ),
    composite_key(
        "leads_lead",
        "rest_id, id",
        "leads_verdict",
        "id, rests",
        name="rest_was_agreed",
        deferred=True,
    ),
]

# Django's F() cannot add an interval in a CHECK of its own; hours, because a day is not one.
CHECKS = """
ALTER TABLE leads_step ADD CONSTRAINT step_within_horizon
    CHECK (due_at <= dated_at + interval '9600 hours');
ALTER TABLE leads_closure ADD CONSTRAINT closure_kind_known
    CHECK (kind IN ('won', 'never', 'invalid', 'merged', 'erased', 'let_go', 'let_go_alone'));
ALTER TABLE leads_closure ADD CONSTRAINT let_go_alone_after_cooling_off
    CHECK (kind <> 'let_go_alone' OR (
        asked_by_id IS NOT NULL AND asked_at IS NOT NULL AND counter_argument <> ''
        AND closed_at >= asked_at + interval '168 hours' AND comebacks_used >= 2));
ALTER TABLE leads_verdict ADD CONSTRAINT verdict_by_another_person
    CHECK ((NOT alone AND decided_by_id <> asked_by_id)
        OR (alone AND decided_by_id = asked_by_id AND counter_argument <> ''
            AND decided_at >= asked_at + interval '168 hours'));
"""

# The path of one person is closed to a team: nobody may pretend to be alone.
ALONE = """
CREATE FUNCTION leads_alone_only_when_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM workspaces_member
        WHERE workspace_id = NEW.workspace_id AND left_at IS NULL) > 1 THEN
        RAISE EXCEPTION 'only a workspace of one person decides alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alone_only_when_alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alone_only_when_alone BEFORE INSERT OR UPDATE ON leads_verdict
    FOR EACH ROW WHEN (NEW.alone) EXECUTE FUNCTION leads_alone_only_when_alone();
CREATE TRIGGER alone_only_when_alone BEFORE INSERT OR UPDATE ON leads_closure
    FOR EACH ROW WHEN (NEW.kind = 'let_go_alone') EXECUTE FUNCTION leads_alone_only_when_alone();
"""

# LIKE is not leakproof, so under row-level security a trigram index is not used (0.1 ms became
# 207 ms at a million rows). This function is the only way around, and filters by itself.
SEARCH = f"""
CREATE INDEX lead_search_trigrams ON leads_lead USING gin (search_text gin_trgm_ops);
CREATE FUNCTION leads_search(workspace uuid, longest text, others text[], most integer)
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id FROM leads_lead
    WHERE workspace_id = workspace
      AND workspace = current_setting('leadfast.workspace')::uuid
      AND search_text LIKE longest AND search_text LIKE ALL (others)
    LIMIT most
$$;
REVOKE ALL ON FUNCTION leads_search(uuid, text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION leads_search(uuid, text, text[], integer) TO {APP_ROLE};
"""

KEPT = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0002_next_step_and_closure"),
        ("people", "0002_tenancy"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        TrigramExtension(),
        tenant_table(
            "leads_lead",
            grants=KEPT,
            rooted=False,
            sweep_columns=(
                "workspace_id",
                "id",
                "next_due_at",
                "first_response_due_at",
                "first_responded_at",
                "closure_id",
            ),
        ),
        tenant_table(
            "leads_step",
            grants=KEPT,
            rooted=False,
            sweep_columns=("workspace_id", "id", "due_at", "fallback_at", "state"),
        ),
        tenant_table("leads_participant"),
        tenant_table("leads_savedview"),
        tenant_table("leads_closure", grants=KEPT),
        tenant_table("leads_giveup", grants=KEPT),
        tenant_table("leads_verdict", grants="SELECT, INSERT"),
        composite_key("leads_lead", "owner_id", "workspaces_member"),
        composite_key("leads_lead", "person_id", "people_person"),
        composite_key("leads_lead", "company_id", "people_company"),
        composite_key("leads_step", "lead_id", "leads_lead"),
        composite_key("leads_step", "owner_id", "workspaces_member"),
        composite_key("leads_step", "ended_by_id", "workspaces_member"),
        composite_key("leads_participant", "lead_id", "leads_lead"),
        composite_key("leads_participant", "person_id", "people_person"),
        composite_key("leads_savedview", "member_id", "workspaces_member"),
        composite_key("leads_closure", "lead_id", "leads_lead"),
        composite_key("leads_closure", "asked_by_id", "workspaces_member"),
        composite_key("leads_closure", "approved_by_id", "workspaces_member"),
        composite_key("leads_closure", "into_lead_id", "leads_lead"),
        composite_key("leads_giveup", "lead_id", "leads_lead"),
        composite_key("leads_giveup", "asked_by_id", "workspaces_member"),
        composite_key(
            "leads_verdict",
            "give_up_id, lead_id, asked_by_id, asked_at",
            "leads_giveup",
            "id, lead_id, asked_by_id, asked_at",
            name="verdict_answers_its_give_up",
        ),
        composite_key("leads_verdict", "lead_id", "leads_lead"),
        composite_key("leads_verdict", "asked_by_id", "workspaces_member"),
        composite_key("leads_verdict", "decided_by_id", "workspaces_member"),
        *CLOSED_BY_RECORD,
        migrations.RunSQL(CHECKS, migrations.RunSQL.noop),
        migrations.RunSQL(ALONE, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
