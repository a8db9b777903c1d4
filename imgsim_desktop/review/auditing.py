"""What accepting many groups at once would do, looked at before it is done."""

from imgsim_desktop.choosing.audit import Audit, Auditor, Pick, most_wrong

__all__ = ["Audit", "Auditor", "Pick", "most_wrong"]
