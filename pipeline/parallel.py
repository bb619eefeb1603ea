"""Does independent work in forked processes, where there are cores to gain and forking is safe."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

R = TypeVar("R")

MIN_PER_PROCESS = 16  # pages below which a process costs more than it brings


def jobs_for(count: int, jobs: int | None, least: int = MIN_PER_PROCESS) -> int:
    """How many processes to use for `count` pieces: at most `jobs`, or the cores that this process may use; 1 means none.

    Each gets at least `least` pieces.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A thread may hold a lock at the moment of forking, and the child would wait for it for ever.
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    return max(1, min(jobs or cores, count // least)) if can_fork else 1


def each(work: Callable[[int], R], count: int, jobs: int | None, least: int = MIN_PER_PROCESS) -> Iterator[tuple[int, R]]:
    """`(index, work(index))` for every index below `count`, in any order; the results must be picklable where jobs > 1.

    `least` is the number of pieces below which a process costs more than it brings.

    Raises OSError as `work` raises it, and where a process is killed; RuntimeError with the traceback where `work` raises anything else.
    """
    processes = jobs_for(count, jobs, least)
    if processes == 1:
        yield from ((index, work(index)) for index in range(count))
        return
    import multiprocessing  # most builds have too little to do for it

    context = multiprocessing.get_context("fork")
    gc.freeze()  # what is there by now is shared with the children and never garbage: do not touch its pages
    readers, children = [], []
    try:
        for first in range(processes):
            reader, writer = context.Pipe(duplex=False)
            child = context.Process(target=_work, args=(work, range(first, count, processes), least, writer), daemon=True)
            with _without_interruption():
                child.start()
            writer.close()
            readers.append(reader)
            children.append(child)
        yield from _results(readers)
    finally:
        for child in children:
            child.terminate()
            child.join()
        gc.unfreeze()


@contextlib.contextmanager
def aside(work: Callable[[], R], jobs: int | None) -> Iterator[Callable[[], R]]:
    """Do `work` in a process of its own while the caller goes on; what is handed out waits for the result, which must be picklable.

    Where no process can be had, the work is done when its result is asked for. Asking raises EOFError or UnpicklingError where the process did not come to its end.
    """
    if jobs_for(2, jobs, least=1) == 1:
        yield work
        return
    reader, writer = os.pipe()
    with _without_interruption():
        process = os.fork()
        if not process:
            _hand_over(work, writer)
    os.close(writer)
    try:
        with open(reader, "rb") as results:
            yield lambda: pickle.load(results)  # noqa: S301 our own process
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _hand_over(work: Callable[[], object], writer: int) -> NoReturn:
    try:
        _leave_signals_to_parent()
        with open(writer, "wb") as results:
            pickle.dump(work(), results, protocol=pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # whatever went wrong: half a result tells the parent so


def _results(readers: list[Connection]) -> Iterator[tuple[int, R]]:
    from multiprocessing.connection import wait

    while readers:
        for reader in wait(readers):
            try:
                batch = reader.recv()
            except (EOFError, OSError):  # nothing more, or half a message
                raise ChildProcessError(errno.ECHILD, "A process of this build was killed") from None
            if batch is None:
                readers.remove(reader)
            elif isinstance(batch, OSError):
                raise batch
            elif isinstance(batch, str):
                raise RuntimeError(batch)
            else:
                yield from batch


def _work(work: Callable[[int], R], indexes: range, least: int, writer: Connection) -> None:
    _leave_signals_to_parent()
    with contextlib.suppress(OSError):  # the parent has gone, or will miss what we have not sent
        try:
            batch = []
            for index in indexes:
                batch.append((index, work(index)))
                if len(batch) == least:
                    writer.send(batch)
                    batch = []
            writer.send(batch)
            writer.send(None)
        except OSError as error:
            writer.send(error)
        except Exception:  # noqa: BLE001 the parent raises it again
            import traceback

            writer.send(traceback.format_exc())


def _leave_signals_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextlib.contextmanager
def _without_interruption() -> Iterator[None]:
    """Hold Ctrl-C back: a new process would die of it, with its traceback, before it can choose to pass it over."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
