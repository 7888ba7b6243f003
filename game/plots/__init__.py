"""Pictures of what was measured, for paper; matplotlib, loaded only when one is made."""
