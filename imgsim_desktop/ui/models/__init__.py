"""What the views show, as ids; rows are fetched in pages when they are shown."""
