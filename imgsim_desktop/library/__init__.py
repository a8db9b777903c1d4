"""What outlasts the process: caches that may be deleted, decisions that may not."""
