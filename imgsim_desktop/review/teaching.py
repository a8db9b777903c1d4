"""What one decision about two folders says about all groups of those folders."""

from imgsim_desktop.choosing.teaching import FolderLesson, Folders, lesson_of, marks_of, taught_by

__all__ = ["FolderLesson", "Folders", "lesson_of", "marks_of", "taught_by"]
