"""The names a person gave to themes."""

from imgsim_desktop.choosing.theme_names import names_of_themes

__all__ = ["names_of_themes"]
