"""Reports of officers to the residents of their communities, twice a year."""
