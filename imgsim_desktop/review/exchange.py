"""Groups as files, and marks from them."""

from imgsim_desktop.choosing.export import check_name, snapshot, write_groups
from imgsim_desktop.choosing.loading import Misfit, fit_marks, read_marks

__all__ = ["Misfit", "check_name", "fit_marks", "read_marks", "snapshot", "write_groups"]
