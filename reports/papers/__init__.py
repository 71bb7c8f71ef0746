"""Papers that are signed or read out: what one says, and how it becomes DOCX and PDF."""
