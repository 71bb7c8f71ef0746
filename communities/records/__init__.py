"""Memoranda, stations, accessions and visits: their forms, pages and resources of the API."""
