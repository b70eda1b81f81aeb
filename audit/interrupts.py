"""Ctrl-C and `kill`: while workers run heard between two steps, while the store is busy at once.

No worker is started and forgotten, and nobody waits until a statement over millions of rows has come to its end.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType
from typing import Final

_WISHES: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def heard_between() -> Iterator[Callable[[], None]]:
    """Within, a wish to end waits until the given function is called, which then raises what it would have raised.

    A second wish is not kept waiting. Outside of the main thread, where Python hears no signals, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    heard: list[int] = []
    handlers = {each: signal.getsignal(each) for each in _WISHES}
    before = {each: handler for each, handler in handlers.items() if handler is not signal.SIG_IGN}  # nohup, say

    def note(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        if len(heard) > 1:
            give_in()

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler or signal.SIG_DFL)

    def give_in() -> None:
        if heard:
            restore()
            signal.raise_signal(signal.Signals(heard[0]))

    for each in before:
        signal.signal(each, note)
    try:
        yield give_in
    finally:
        restore()
    give_in()


@contextmanager
def heard_at_once(interrupt: Callable[[], None]) -> Iterator[None]:
    """Within, a wish to end calls `interrupt`, in a thread of its own.

    Python hears a signal only when a call of another library is over; that library has to be told by somebody else.
    Outside of the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    here, there = socket.socketpair()
    there.setblocking(False)

    def listen() -> None:
        while number := here.recv(1):
            if number[0] in _WISHES:
                interrupt()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    before = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        there.close()
        listener.join()
        here.close()


@contextmanager
def shielded() -> Iterator[None]:
    """A process started within hears no Ctrl-C until it says so with `ignore`: it is meant for the run as a whole."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # begins with the first process otherwise, and lifts the shield
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """A worker lets the run decide when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
