"""The review: joins matching's groups, choosing, acting, reading's words and the library.

What the window and the command line do with duplicates is done here once, without Qt:

    desk      ReviewDesk: groups, lanes, figures and decisions of one library
    browse    groups to look through: bursts and look-alikes

Only `cli` and `ui` import this package.
"""
