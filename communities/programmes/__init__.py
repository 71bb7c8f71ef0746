"""The list and the page of programmes, and their resource of the API."""
