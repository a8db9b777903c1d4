"""The review as the window has it, without widgets: what is open, where one is, what one does."""
