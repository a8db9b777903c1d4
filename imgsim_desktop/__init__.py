"""ImgSim Desktop: find similar photos and near-duplicates on your own computer."""

__version__ = "0.1.0"
