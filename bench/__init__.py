"""Measures the portal against the bars of its design: `./portal bench` (see README.md)."""
