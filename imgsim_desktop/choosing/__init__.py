"""groups -> what to keep: rules that suggest, a review that a person steers; touches no file."""
