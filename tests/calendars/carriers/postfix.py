"""Postfix with a folder of its own, on this machine only: it hands everything on to one other server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.calendars.carriers.mailserver import free_port

_SETTINGS = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = relay.programme.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{onward}
smtp_dns_support_level = disabled
smtpd_tls_security_level = none
smtp_tls_security_level = none
"""

_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix(onward: int) -> Iterator[int]:
    """Relay whatever comes to a free port to the port `onward`; yield the former."""
    folder, port = Path(mkdtemp(prefix="relay-")), free_port()
    folder.chmod(0o755)
    for name in ("config", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (folder / "config" / "main.cf").write_text(_SETTINGS.format(folder=folder, onward=onward))
    (folder / "config" / "master.cf").write_text(_SERVICES.format(port=port))
    try:
        _postfix(folder, "start")
        try:
            _wait(port, folder)
            yield port
        finally:
            _postfix(folder, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postfix(folder: Path, deed: str) -> None:
    environment = {**os.environ, "PATH": f"/usr/sbin:/sbin:{os.environ['PATH']}"}
    command = ["postfix", "-c", str(folder / "config"), deed]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\n`.ci/programs` installs what is needed"


def _wait(port: int, folder: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise ConnectionError((folder / "log").read_text() if (folder / "log").exists() else "no log")
