"""One pool of processes for the whole program: what opens pictures cannot take the program along.

    Pool     starts processes when there is work, keeps them warm, replaces those that die
    WorkerLane  one kind of work in the pool: a scan that reads, a run that compares, a view that
             waits
    Errand   calls that are under way, and what came back
    Lost     what stands for the result of a call that its process did not survive
    NoWorkers  raised where the system starts none
    ROOM     the memory that processes may take together; asked for before much of it is taken

A kind of work is a function that can be imported by name and takes small values that pickle; arrays
in what it returns come back through shared memory. Nothing here knows of photos.
"""

from imgsim_desktop.workers.errand import Errand, How, Lost, NoWorkers
from imgsim_desktop.workers.pool import POOL, Pool, WorkerLane
from imgsim_desktop.workers.room import ROOM

__all__ = ["POOL", "ROOM", "Errand", "How", "Lost", "NoWorkers", "Pool", "WorkerLane"]
