"""The web server's process takes as many pages as live pages may be open."""

from __future__ import annotations

import subprocess
import sys

from roost.doors.cli.web import CONNECTIONS, FILES
from roost.ground.kit import live

LIMITED = """
import resource
from roost.doors.cli.web import allow_files
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
allow_files()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], hard)
"""


def test_pages_that_are_looked_at_live_leave_room_for_others() -> None:
    assert CONNECTIONS > live.MOST_VIEWERS + 1_000
    assert FILES > CONNECTIONS


def test_a_login_with_few_files_is_given_as_many_as_the_machine_allows() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    soft, hard = map(int, done.stdout.split())
    assert soft == (FILES if hard == -1 else min(FILES, hard))
