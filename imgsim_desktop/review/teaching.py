"""What one decision about two folders says about all groups of those folders."""

from imgsim_desktop.choosing.teaching import Folders, Lesson, lesson_of, marks_of, taught_by

__all__ = ["Folders", "Lesson", "lesson_of", "marks_of", "taught_by"]
