"""What the forum holds of a person: declared, copied on request, and erased on request."""
