"""The review: joins matching's groups, choosing, acting, reading's words and the library.

What the window and the command line do with duplicates is done here once, without Qt:

    book      ReviewBook: the desk of one library, and where its steps are kept
    desk      ReviewDesk: groups, lanes, figures and decisions of one library
    browse    groups to look through: bursts and look-alikes
    commit    what would go, done by the one Actor, and brought back
    lens      how much of one folder lies in another, and one decision about it
    exchange  groups as CSV, HTML and JSON; marks from JSON
    explain   rules, and why a photo is suggested to stay or to go
    auditing, marking, queue, teaching, themes, journal
              what choosing and acting offer the doors, by name

Only `cli` and `ui` import this package, and they import none of the rooms it joins.
"""
