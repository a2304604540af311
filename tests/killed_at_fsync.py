"""The beginning of a program that is killed when it would make something durable."""

from typing import Final

#: Put before a program for ``python -c``: as many calls of fsync pass as ``sys.argv[-1]`` says,
#: then it is killed, as by a power cut.
PRELUDE: Final = """
import os, signal, sys
left, fsync = int(sys.argv[-1]), os.fsync
def killed(number):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(number)
os.fsync = killed
"""
