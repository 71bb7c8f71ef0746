"""Photographs and documents: read by what they are, kept by the storage, given to who sees the owner."""
