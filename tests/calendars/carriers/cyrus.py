"""Cyrus, a calendar server that invites people itself (RFC 6638), started on this machine."""

from __future__ import annotations

import imaplib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.calendars.carriers.servers import Home, free_port, started

_BIN = Path("/usr/lib/cyrus/bin")
_PASSWORD = "secret"  # noqa: S105 - of a server that lives for a test

_IMAPD = """
configdirectory: {folder}/lib
proc_path: {folder}/proc
mboxname_lockpath: {folder}/lock
defaultpartition: default
partition-default: {folder}/spool
sievedir: {folder}/sieve
servername: localhost
unixhierarchysep: no
altnamespace: no
admins: admin
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/users
sasl_mech_list: PLAIN
httpmodules: caldav
caldav_allowscheduling: on
calendar_user_address_set: localhost
syslog_prefix: cohortplan
"""
_CYRUS = """
START {{
  recover cmd="ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="imapd -C {folder}/imapd.conf -U 100" listen="127.0.0.1:{imap}" prefork=0
  http cmd="httpd -C {folder}/imapd.conf -U 1000" listen="127.0.0.1:{http}" prefork=0
}}
EVENTS {{
}}
"""


@contextmanager
def cyrus(folder: Path, users: tuple[str, ...] = ("office", "host")) -> Iterator[Home]:
    """Run Cyrus with some users, each of whom has a calendar called Default; give the first one's home."""
    assert _BIN.exists(), "apt-get install cyrus-caldav cyrus-imapd cyrus-admin sasl2-bin"
    place = Path(mkdtemp(prefix="cyrus"))  # its own user has to get there, as it cannot into pytest's folders
    imap, http = free_port(), free_port()
    try:
        for name in ("lib/socket", "spool", "proc", "lock", "sieve"):
            (place / name).mkdir(parents=True)
        (place / "imapd.conf").write_text(_IMAPD.format(folder=place))
        (place / "cyrus.conf").write_text(_CYRUS.format(folder=place, imap=imap, http=http))
        for user in ("admin", *users):
            add = ["/usr/sbin/saslpasswd2", "-p", "-c", "-f", str(place / "users"), "-u", "localhost", user]
            subprocess.run(add, input=_PASSWORD, text=True, check=True)
        subprocess.run(["/bin/chown", "-R", "cyrus:mail", str(place)], check=True)
        command = [str(_BIN / "master"), "-C", str(place / "imapd.conf"), "-M", str(place / "cyrus.conf")]
        command += ["-p", str(place / "pid"), "-D"]
        with started(command, http, folder / "log", user="cyrus"):
            _welcome(imap, users)
            root = f"http://127.0.0.1:{http}/dav/calendars/user"
            homes = [Home(f"{root}/{user}/", user, _PASSWORD, imap) for user in users]
            for home in homes:  # calendars are made when their owner first looks at them
                assert home.ask("PROPFIND", home.url).is_success
            yield homes[0]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _welcome(port: int, users: tuple[str, ...]) -> None:
    """Make the mailboxes of users."""
    with imaplib.IMAP4("127.0.0.1", port) as mail:
        mail.login("admin", _PASSWORD)
        for user in users:
            assert mail.create(f"user.{user}")[0] == "OK"
