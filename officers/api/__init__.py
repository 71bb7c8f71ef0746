"""Officers for programs."""
