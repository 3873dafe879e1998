"""Thunderbird without a screen, driven over its own remote protocol: it opens messages, and buttons are pressed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.calendars.carriers.mailserver import free_port

#: Seconds for a start and for one script.
_PATIENCE = 60

# A calendar, one mailbox, and a server that sends; whatever would ask a question or call the network is off.
_SETTINGS: dict[str, object] = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "calendar.list.sortOrder": "home",
    "calendar.registry.home.cache.enabled": False,
    "calendar.registry.home.calendar-main-in-composite": True,
    "calendar.registry.home.imip.identity.key": "id1",
    "calendar.registry.home.name": "Home",
    "calendar.registry.home.type": "storage",
    "calendar.registry.home.uri": "moz-storage-calendar://",
    "calendar.timezone.local": "Europe/London",
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.identity.id1.fcc": False,
    "mail.identity.id1.fullName": "Somebody",
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.valid": True,
    "mail.openMessageBehavior": 0,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server1.directory-rel": "[ProfD]Mail/one",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.name": "one",
    "mail.server.server1.type": "pop3",
    "mail.server.server1.userName": "one",
    "mail.shell.checkDefaultClient": False,
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.type": "smtp",
    "mail.smtpservers": "smtp1",
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "network.proxy.type": 0,
    "toolkit.telemetry.enabled": False,
}

_READY = """
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const pause = ms => new Promise(done => setTimeout(done, ms));
const label = inner => inner.document.querySelector("#imip-bar .msgNotificationBarText").textContent;
const until = async (what, test) => {
  for (let k = 0; k < 1000; k++) { const found = await test(); if (found) return found; await pause(20); }
  throw new Error("waited in vain for " + what);
};
"""

_START = """
await until("the calendar", () => cal.manager.getCalendars().length == 1);
await until("the main window", () => Services.wm.getMostRecentWindow("mail:3pane"));
Services.prompt = { questions: [], confirm(_, title, text) { this.questions.push(text); return true; } };
return true;
"""

_OPEN = """
const [path] = given;
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(path);
const url = Services.io.newFileURI(file);
const open = Services.wm.getMostRecentWindow("mail:messageWindow")?.messageBrowser?.contentWindow;
if (open) {
  open.calImipBar.resetBar();
  open.displayMessage(url.mutate().setQuery("type=application/x-message-display").finalize().spec);
} else {
  MailUtils.openEMLFile(Services.wm.getMostRecentWindow("mail:3pane"), file, url);
}
const inner = await until("a message", () => {
  const found = Services.wm.getMostRecentWindow("mail:messageWindow")?.messageBrowser?.contentWindow;
  return found?.calImipBar?.itipItem && found.msgLoaded ? found : null;
});
const shown = inner.calImipBar.getButtons().filter(each => !each.hidden && each.id).map(each => each.id);
return { label: label(inner), buttons: shown };
"""

_PRESS = """
const [button] = given;
const win = Services.wm.getMostRecentWindow("mail:messageWindow");
const inner = win.messageBrowser.contentWindow;
const before = label(inner);
inner.document.getElementById(button).doCommand();
await until("the end of it", () => label(inner) != before);
return label(inner);
"""

_EVENTS = """
const found = {};
for (const calendar of cal.manager.getCalendars()) {
  const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  for (const item of items) {
    found[item.id] = {
      start: item.startDate.nativeTime / 1000000, end: item.endDate.nativeTime / 1000000,
      title: item.title, place: item.getProperty("LOCATION") || "", status: item.status,
      partstat: item.getAttendees().map(each => each.participationStatus).join(), whole: item.icalString,
    };
  }
}
return found;
"""


class Thunderbird:
    """One running program."""

    def __init__(self, port: int) -> None:
        self._connection = _connect(port)
        self._stream = self._connection.makefile("rb")
        self._number = 0
        self._receive()
        self._ask("WebDriver:NewSession", {"strictFileInteractability": False})
        self._ask("Marionette:SetContext", {"value": "chrome"})
        self._ask("WebDriver:SetTimeouts", {"script": _PATIENCE * 1000})
        self.run(_START)

    def run(self, script: str, *given: object) -> Any:
        """Run a script in the program; return what it returns."""
        body = f"""
            const [written, resolve] = arguments;
            (async () => {{ const given = JSON.parse(written); {_READY} {script} }})().then(
                found => resolve(JSON.stringify({{ found }})),
                error => resolve(JSON.stringify({{ error: String(error) + error.stack }})));
        """
        asked = {"script": body, "args": [json.dumps(given)], "sandbox": "system", "newSandbox": True}
        answer = json.loads(self._ask("WebDriver:ExecuteAsyncScript", asked)["value"])
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["found"]

    def open(self, path: Path) -> dict[str, Any]:
        """Open a message; return what the bar above it says, and the buttons it offers."""
        shown: dict[str, Any] = self.run(_OPEN, str(path))
        return shown

    def press(self, button: str) -> str:
        """Press a button above the message that is open; return what the bar says then."""
        return str(self.run(_PRESS, button))

    @property
    def questions(self) -> list[str]:
        """What it has asked its user; the answer was always yes, as nobody sees it."""
        found: list[str] = self.run("return Services.prompt.questions;")
        return found

    @property
    def events(self) -> dict[str, dict[str, Any]]:
        """What the calendar shows, by UID."""
        found: dict[str, dict[str, Any]] = self.run(_EVENTS)
        return found

    def leave(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._connection.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._receive()
        assert number == self._number
        if error is not None:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            letter = self._stream.read(1)
            if not letter:
                raise ConnectionError("Thunderbird is gone")
            length += letter
        return json.loads(self._stream.read(int(length[:-1])))


@contextmanager
def thunderbird(folder: Path, address: str, smtp_port: int) -> Iterator[Thunderbird]:
    """Run Thunderbird with a new profile in `folder`, for one mailbox, whose mail goes out by a local server."""
    profile, port = folder / "profile", free_port()
    profile.mkdir(parents=True)
    given = {
        "marionette.port": port,
        "mail.identity.id1.useremail": address,
        "mail.smtpserver.smtp1.port": smtp_port,
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in {**_SETTINGS, **given}.items()]
    (profile / "user.js").write_text("\n".join(lines))
    options = ("--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", str(profile))
    environment = {**os.environ, "HOME": str(folder), "TZ": "Europe/London", "MOZ_CRASHREPORTER_DISABLE": "1"}
    with (folder / "thunderbird.log").open("wb") as log:
        program = subprocess.Popen(["thunderbird", *options], env=environment, stdout=log, stderr=log)  # noqa: S607
    try:
        driven = Thunderbird(port)
        try:
            yield driven
        finally:
            driven.leave()
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _connect(port: int) -> socket.socket:
    for _ in range(_PATIENCE * 5):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE + 10)
        except OSError:
            time.sleep(0.2)
    raise ConnectionError("Thunderbird does not answer")
