"""Photos -> weights: data, edits, losses, recipes, the trainer and the evaluation."""
