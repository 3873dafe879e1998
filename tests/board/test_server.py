"""The board answers its own page in the browser of the person who started it, and nobody else."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from cohortplan.board.assets import assets
from cohortplan.board.server import MOST_BYTES, Server
from tests.board.test_desk import AWAY

JSON = {"Content-Type": "application/json"}


def ask(server: Server, path: str, body: bytes | str | None = None, **headers: str | None) -> tuple[int, Any, Any]:
    """Send a request as the page would, but for the headers that are given; None leaves one out."""
    port = server.server_address[1]
    own = f"http://127.0.0.1:{port}"
    sent = {"Host": own.removeprefix("http://"), "Origin": own, "Cookie": server.guard.cookie().split(";")[0], **JSON}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
    content = body.encode() if isinstance(body, str) else body
    if content is not None:
        sent.setdefault("Content-Length", str(len(content)))
    for name, value in sent.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(content)
    answer: HTTPResponse = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, answer.headers, text


def place(server: Server, **headers: str | None) -> int:
    """Ask for a change, and return the status."""
    return ask(server, "/place", json.dumps({"revision": 0, **AWAY}), **headers)[0]


def test_the_page_may(server: Server) -> None:
    """Token, origin, host and cookie being right, the board does what it is asked."""
    status, headers, text = ask(server, "/enter", json.dumps({"token": server.guard.token}), Cookie=None)
    assert status == 200
    assert {"HttpOnly", "SameSite=Strict"} <= set(headers["Set-Cookie"].split("; "))
    assert json.loads(text) == {}
    assert place(server) == 200
    assert server.desk.dirty


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cookie": None}, 401),
        ({"Cookie": "cohortplan-board=wrong"}, 401),
        ({"Cookie": "\u00e9;;=="}, 401),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": None}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": str(MOST_BYTES + 1)}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
    ids=lambda given: " ".join(f"{k}={str(v)[:20]}" for k, v in given.items()) if isinstance(given, dict) else None,
)
def test_others_may_not(server: Server, headers: dict[str, str | None], status: int) -> None:
    """Whoever lacks the token, comes from another site or name, or sends what no page sends changes nothing."""
    sent = {name: value.encode().decode("latin-1") if value else value for name, value in headers.items()}
    if "Content_Length" in sent:
        sent["Content-Length"] = sent.pop("Content_Length")
    assert place(server, **sent) == status
    assert not server.desk.dirty


def test_of_two_lengths_neither_is_believed(server: Server) -> None:
    """A request that says twice how long it is is refused."""
    assert place(server, **{"Content-Length": "80", "content-length": "80"}) == 411
    assert not server.desk.dirty


@pytest.mark.parametrize("token", ["", "x" * 22, None, 5, ["a"], "\u00e9", "\ud800"])
def test_a_wrong_token_gets_no_cookie(server: Server, token: object) -> None:
    """What is not the token is refused, whatever it is."""
    status, headers, _ = ask(server, "/enter", json.dumps({"token": token}), Cookie=None)
    assert (status, headers["Set-Cookie"]) == (401, None)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 5000, '{"revision": "x"}', '{"revision": 0, "x": 1}'])
def test_what_cannot_be_read_is_refused(server: Server, body: str) -> None:
    """Bodies that are no JSON, or not what is asked, are refused and change nothing."""
    assert ask(server, "/place", body)[0] == 400
    assert not server.desk.dirty


@pytest.mark.parametrize("year", ["0001", "1847", "9999"])
def test_no_visit_is_in_another_age(server: Server, year: str) -> None:
    """A time with which no plan could be read again is refused and changes nothing."""
    visit = {"set": "D1.1", "activity": "visit", "host": "H01", "start": f"{year}-01-01T00:00"}
    assert ask(server, "/place", json.dumps({"revision": 0, "visits": [visit]}))[0] == 400
    assert not server.desk.dirty


def test_unknown_ids_are_named(server: Server) -> None:
    """An id that there is not comes back in a sentence."""
    status, _, text = ask(server, "/place", '{"revision": 0, "seats": [{"participant": "A99", "set": "D1.1"}]}')
    assert status == 422
    assert "no participant A99" in json.loads(text)["error"]


def test_an_old_page_is_told_to_look_again(server: Server) -> None:
    """A change of a state that is past is a conflict."""
    assert place(server) == 200
    assert place(server) == 409


@pytest.mark.parametrize(
    "path", ["/../desk.py", "/%2e%2e/desk.py", "//etc/passwd", "/page/../desk.py", "/board.py", "/?"]
)
def test_only_files_of_the_page_are_served(server: Server, path: str) -> None:
    """No path leads out of the page's own files."""
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_not_known(server: Server, method: str) -> None:
    """There is nothing but GET and POST: no other site may ask what it could do."""
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, "/state")
    assert connection.getresponse().status == 501
    connection.close()


def test_every_file_comes_with_its_policy(server: Server) -> None:
    """Each file of the page says that nothing else may be loaded, and may not be kept, framed or guessed at."""
    assert assets()
    for path, asset in assets().items():
        status, headers, text = ask(server, path, Cookie=None, Origin=None)
        assert (status, text) == (200, asset.content)
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert headers["Access-Control-Allow-Origin"] is None


def test_news_are_for_the_page_only(server: Server) -> None:
    """Nobody hears how the search stands without the cookie."""
    assert ask(server, "/events", Cookie=None)[0] == 401


def test_it_listens_on_this_machine_only(server: Server) -> None:
    """The address is of the loopback, and the token, which has 128 bits, stands where browsers do not send it."""
    assert server.server_address[0] == "127.0.0.1"
    address, token = server.url.split("#")
    assert address == f"http://127.0.0.1:{server.server_address[1]}/"
    assert len(token) == 22
