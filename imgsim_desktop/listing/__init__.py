"""Listing: which files are there, and what changed since the last time?"""
