"""Pictures -> vectors: the networks, their weights, and how ours learns. The only home of torch."""
