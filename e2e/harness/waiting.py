"""Waiting for a condition, never for time to pass."""

import time

#: Seconds between two looks at a condition.
INTERVAL = 0.05


class DeadlineError(AssertionError):
    """A condition did not become true in time."""


def until(condition, what, seconds=30.0):
    """Return the first truthy answer of `condition`, or fail with `what` in the message."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise DeadlineError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(INTERVAL)
