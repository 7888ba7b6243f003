"""The edge to the database and the journal."""
