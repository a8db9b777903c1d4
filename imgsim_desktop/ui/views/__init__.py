"""The pages of the main window; each is one line in `pages.VIEWS`."""
