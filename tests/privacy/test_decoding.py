import base64
import gzip
import io
import json
import quopri
import sqlite3
import zipfile
import zlib
from email.message import EmailMessage
from urllib.parse import quote

import pytest

from tests.privacy.decoding import texts

#: What must be found, whatever it is wrapped in.
HIDDEN = "zzdiet17zz"
LONG = f"{'A long line before it. ' * 4}{HIDDEN} and more behind it."


def zipped(content: bytes) -> bytes:
    """Return an archive with a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", content)
    return out.getvalue()


def stored(content: bytes) -> bytes:
    """Return a database with a row, packed."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE told (content BLOB)")
    connection.execute("INSERT INTO told VALUES (?)", (zlib.compress(content),))
    connection.commit()
    return connection.serialize()


def letter(content: bytes) -> bytes:
    """Return a message with an attachment and a header that is not plain."""
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message.set_content("See the file.")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="a.bin")
    return bytes(message)


WRAPPINGS = {
    "plain": lambda text: text,
    "base64": base64.encodebytes,
    "a data address": lambda text: b'<img src="data:image/svg+xml;base64,' + base64.b64encode(text) + b'">',
    "quoted-printable": lambda text: quopri.encodestring(text.replace(b"zz", b"zz=")).replace(b"zz=3D", b"z=7A"),
    "zip": zipped,
    "gzip": gzip.compress,
    "sqlite, packed": stored,
    "mail": letter,
    "a zip in a mail": lambda text: letter(zipped(text)),
    "folded lines": lambda text: b"\r\n ".join(text[k : k + 7] for k in range(0, len(text), 7)),
    "entities": lambda text: "".join(f"&#{letter};" for letter in text).encode(),
    "percents": lambda text: quote(text).replace("z", "%7A").encode(),
    "JSON": lambda text: json.dumps(text.decode()).replace("z", "\\u007a").encode(),
    "UTF-16": lambda text: text.decode().encode("utf-16-le"),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_whatever_it_is_wrapped_in_is_found(name: str) -> None:
    """A word is found in every wrapping that an artefact could have; without it, it is not."""
    assert any(HIDDEN in text for text in texts(WRAPPINGS[name](LONG.encode())))
    assert not any(HIDDEN in text for text in texts(WRAPPINGS[name](b"Nothing of that sort is said here at all.")))
