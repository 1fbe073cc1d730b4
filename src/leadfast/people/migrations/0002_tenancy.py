"""Row-level security and composite keys of persons and companies. Suppression is for good."""

from django.db import migrations

from leadfast.foundation.schema import composite_key, tenant_table


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("workspaces", "0002_guard")]

    operations = [
        tenant_table("people_company"),
        tenant_table("people_person"),
        tenant_table("people_contactpoint"),
        tenant_table("people_suppression", grants="SELECT, INSERT"),
        composite_key("people_person", "company_id", "people_company"),
        composite_key("people_contactpoint", "person_id", "people_person"),
        composite_key("people_contactpoint", "company_id", "people_company"),
    ]
