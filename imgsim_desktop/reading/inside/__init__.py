"""What else a file holds: small walkers through containers, which decode nothing."""
