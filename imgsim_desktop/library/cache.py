"""cache.db of one library: everything a scan found out. It may be deleted at any time.

`CacheWriter` is the scan's: it holds the library's lock. `CacheReader` is read-only; each thread
that reads has its own, and sees each batch as soon as it is written.
"""

from imgsim_desktop.library.cache_reader import CacheReader, LibraryStatus
from imgsim_desktop.library.cache_rows import CachedContent
from imgsim_desktop.library.cache_writer import CacheWriter

__all__ = ["CacheReader", "CacheWriter", "CachedContent", "LibraryStatus"]
