"""Minutes of meetings as papers, and the sheet to sign in."""
