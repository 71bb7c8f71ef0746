"""Sheets that people fill in, a record a row: XLSX and CSV, read cell by cell and given back."""
