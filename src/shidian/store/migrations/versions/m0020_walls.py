"""Row-level security: on PostgreSQL the database itself keeps the work of regions apart, by the settings of each transaction."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0011"

ROLE = "shidian_desk"
BY_REGION = ("items", "changes", "journal", "seals", "chains", "comments", "attachments")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(
        "CREATE FUNCTION desk_in(setting text, region text) RETURNS boolean LANGUAGE sql STABLE AS $$ "
        "SELECT current_setting(setting, true) = '*' OR region = ANY (string_to_array(current_setting(setting, true), ',')) $$"
    )
    for table in BY_REGION:
        seen = {"items": " OR published", "chains": " OR true"}.get(table, "")  # what is published, and the heads, are for everybody
        op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING (desk_in('shidian.reads', region){seen})")
        op.execute(f"CREATE POLICY {table}_made ON {table} FOR INSERT WITH CHECK (desk_in('shidian.writes', region))")
        written = "USING (desk_in('shidian.writes', region)) WITH CHECK (desk_in('shidian.writes', region))"
        op.execute(f"CREATE POLICY {table}_written ON {table} FOR UPDATE {written}")
        op.execute(f"CREATE POLICY {table}_deleted ON {table} FOR DELETE USING (current_setting('shidian.writes', true) = '*')")
    op.execute("CREATE POLICY signoffs_seen ON signoffs FOR SELECT USING (EXISTS (SELECT 1 FROM changes c WHERE c.id = change))")
    mine = "EXISTS (SELECT 1 FROM changes c WHERE c.id = change AND desk_in('shidian.writes', c.region))"
    op.execute(f"CREATE POLICY signoffs_made ON signoffs FOR INSERT WITH CHECK ({mine})")
    op.execute(
        "CREATE POLICY audit_seen ON audit FOR SELECT USING (desk_in('shidian.audits', region) OR current_setting('shidian.audits', true) = '*')"
    )
    op.execute("CREATE POLICY audit_made ON audit FOR INSERT WITH CHECK (true)")
    for table in (*BY_REGION, "signoffs", "audit"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")  # for the owner of the tables too
    # a superuser passes every wall: where the connection is one, it works under a role of its own (`Database`)
    op.execute(
        f"DO $$ BEGIN IF (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) "
        f"AND NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE} NOLOGIN; END IF; "
        f"EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    op.execute(
        f"DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}') THEN "
        f"GRANT USAGE ON SCHEMA public TO {ROLE}; "
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}; "
        f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {ROLE}; "
        f"REVOKE UPDATE, DELETE ON journal, audit FROM {ROLE}; "
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE}; "
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO {ROLE}; END IF; END $$"
    )
