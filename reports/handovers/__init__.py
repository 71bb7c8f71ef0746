"""Handovers: what is left when an officer leaves a post, and the act it is handed over by."""
