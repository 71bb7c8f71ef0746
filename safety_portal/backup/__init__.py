"""A back-up: one sealed file that holds the database, the files and what to hold them against."""
