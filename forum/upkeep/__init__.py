"""Whether all is well: looked at by `forum doctor`, by administrators and by whoever watches the server."""
