"""Pages of the auditor: who read what is protected, and who changed what."""
