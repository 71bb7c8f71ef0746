"""What every resource of the REST API shares: problems, paging, parsing, permissions, schema."""
