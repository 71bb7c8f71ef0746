"""Records brought as a sheet: one a row, held against the rules of the API, seen before stored."""
