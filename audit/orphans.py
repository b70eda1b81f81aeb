"""A process of a run whose run is gone (`kill -9`) ends at once, whatever it is doing.

Nobody would take what it works on, and whoever goes on with the run needs the store and the folder.
"""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process
from typing import Final

_GONE: Final = 1


def end_with_the_run() -> None:
    """From now on this process ends when the one that started it does; nothing where nobody started it."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    """Wait on the pipe (elsewhere: the handle) that `multiprocessing` keeps to a parent; it needs no clock."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(_GONE)
