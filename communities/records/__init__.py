"""What people record about a community: forms, pages and resources of the API."""
