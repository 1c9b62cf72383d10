"""Who signs in at the desk, and with what: people and their roles, passwords and second factors, sessions, tokens, mailboxes."""
