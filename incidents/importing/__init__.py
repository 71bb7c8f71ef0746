"""Events brought as a workbook: one row is one event, and takes the way of a bulk of the API."""
