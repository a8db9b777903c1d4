"""marks -> files: the only room that moves or removes a person's photos."""
