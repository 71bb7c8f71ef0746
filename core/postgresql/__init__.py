"""The database backend of the portal: Django's, with a health check that asks nobody."""
