"""The window: the only home of PySide6. Importing it does not import torch."""
