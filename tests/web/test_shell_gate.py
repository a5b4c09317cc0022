"""What the server lets through and what it adds, without a server."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest

from core.web.shell import errors, gate, words
from core.web.shell.asked import language_of
from core.web.shell.gate import Gate, document, policy
from tests.loops import finish
from tests.web.conftest import EVERYTHING

PAGE = (
    b'<!-- licence -->\n<!DOCTYPE html><html lang="en"><head><title>Streamlit</title>'
    b'<link rel="service-desc" href="./_stcore/agent/openapi.json" /><!-- inner --><script>window.x = 1</script>'
    b'<script type="module" src="./static/js/index.js"></script></head>'
    b"<body><noscript>agent API</noscript><div id='root'></div></body></html>"
)


def scope(query: bytes = b"", **headers: str) -> dict:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": "/", "query_string": query, "headers": pairs}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (scope(), "zh-Hant"),
        (scope(b"lang=en", cookie="lang=zh-Hans", accept_language="zh-TW"), "en"),
        (scope(b"lang=xx", cookie="lang=zh-Hans", accept_language="en"), "zh-Hans"),
        (scope(b"", cookie="a=1; lang=nonsense", accept_language="en-GB"), "en"),
        (scope(b"", cookie="\x00;;;=", accept_language="fr"), "zh-Hant"),
    ],
)
def test_the_language_of_a_request(asked: dict, language: str):
    assert language_of(asked) == language


def test_the_document_speaks_the_language_and_of_nothing_else():
    assert document(PAGE, "zh-Hans").decode() == (
        '\n<!DOCTYPE html><html lang="zh-Hans" translate="no"><head><title>接待台</title>'
        "<script>window.x = 1</script>"
        '<script type="module" src="./static/js/index.js"></script><link rel="stylesheet" href="./shell.css">'
        '<script src="./shell.js" defer></script></head>'
        "<body><noscript><p>本系统需要启用 JavaScript。</p></noscript><div id='root'></div></body></html>"
    )


def test_the_policy_allows_this_server_alone_and_inline_scripts_by_hash():
    said = policy([b"window.x = 1"])
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in said
    assert "http" not in said
    assert "unsafe-eval'" not in said.replace("'wasm-unsafe-eval'", "")
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy([])


async def _answer(
    path: str, kind: bytes = b"text/html", body: bytes = PAGE, token: str = ""
) -> tuple[int, dict[str, str], bytes]:
    async def app(_scope, _receive, send):
        headers = [(b"content-type", kind), (b"etag", b"x"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:40], "more_body": True})
        await send({"type": "http.response.body", "body": body[40:], "more_body": False})

    sent = []

    async def send(message):
        sent.append(message)

    await Gate(app)({**scope(b"lang=en", cookie=f"desk={token}"), "path": path}, None, send)
    start = sent[0]
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/script-health-check"])
def test_closed_paths_are_not_there(path: str):
    status, _headers, body = finish(_answer(path))
    assert (status, body) == (404, b"Not Found")


def test_a_document_gets_policy_language_and_its_own_length(signed_in_as):
    status, headers, body = finish(_answer("/overview", token=signed_in_as(EVERYTHING)))
    assert status == 200
    assert headers["content-length"] == str(len(body))
    assert headers["content-language"] == "en"
    assert headers["content-security-policy"] == policy([b"window.x = 1"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "etag" not in headers


def test_files_go_through_unchanged_with_the_headers():
    _status, headers, body = finish(_answer("/static/js/index.js", b"text/javascript", b"x" * 100))
    assert body == b"x" * 100
    assert headers["etag"] == "x"
    assert headers["x-content-type-options"] == "nosniff"


def _handshake(scheme: str, cookie: bytes) -> list[tuple[bytes, bytes]]:
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["headers"])

    headers = [(b"host", b"desk"), (b"cookie", cookie)]
    finish(
        Gate(app)({"type": "websocket", "scheme": scheme, "path": "/_stcore/stream", "headers": headers}, None, None)
    )
    return seen[0]


@pytest.mark.parametrize(
    ("scheme", "cookie", "left"),
    [
        ("ws", b"desk=a; lang=en", b"desk=a; lang=en"),
        ("wss", b"__Host-desk=a; lang=en", b"__Host-desk=a; lang=en"),
        ("ws", b"desk=a; __Host-desk=b", b"desk=a"),
        ("wss", b"desk=planted; __Host-desk=b; lang=en", b"__Host-desk=b; lang=en"),
        ("wss", b"desk=planted", b""),
    ],
)
def test_a_web_socket_keeps_the_cookie_that_fits_it(scheme: str, cookie: bytes, left: bytes):
    """Without `_with_fitting_cookie` in the gate, the last two let a planted cookie in."""
    assert _handshake(scheme, cookie) == [(b"host", b"desk"), (b"cookie", left)]


def test_the_script_has_the_words_of_every_language():
    script = words.script()
    assert "__WORDS__" not in script
    for said in ("上傳", "上传", "每個檔案 $<size>"):
        assert said in script


@pytest.mark.parametrize(
    ("message", "pattern"),
    [
        ("Limit {size} per file • {kinds}", r"^Limit\ (?<size>.+?)\ per\ file\ •\ (?<kinds>.+?)$"),
        ("Running...", r"^Running\.\.\.$"),
    ],
)
def test_messages_become_whole_patterns(message: str, pattern: str):
    assert words._pattern(message) == pattern


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_the_log_of_an_error_has_its_places_and_not_its_message():
    said = errors.places(_raised(KeyError("13800138000")))
    assert said.startswith("builtins.KeyError\n")
    assert "test_shell_gate.py" in said
    assert '13800138000"' not in said.replace('KeyError("13800138000")', "")


def test_the_log_says_what_code_lacks():
    assert "No module named 'nowhere'" in errors.places(_raised(ImportError("No module named 'nowhere'")))


def test_causes_are_told_without_their_messages():
    try:
        try:
            raise ValueError("110101199003071234")
        except ValueError as inner:
            raise RuntimeError("about 110101199003071234") from inner
    except RuntimeError as error:
        said = errors.places(error)
    lines = [line for line in said.splitlines() if not line.startswith(" ")]
    assert lines == ["builtins.RuntimeError", "caused by builtins.ValueError"]


def test_streamlits_own_log_goes_without_the_message(caplog):
    errors.keep_messages_out()
    logger = logging.getLogger(errors.STREAMLIT_LOGGERS[0])
    logger.propagate, before = True, logger.propagate
    logger.error("Uncaught app execution", exc_info=_raised(KeyError("13800138000")))
    logger.propagate = before
    assert {record.getMessage() for record in caplog.records} == {
        "Uncaught app execution: KeyError (places follow by reference)"
    }
    assert "13800138000" not in caplog.text


def test_the_gate_knows_the_path_of_its_script():
    assert gate.SCRIPT_PATH in gate.FILES


def _no_disk() -> None:
    """A script: what an error of the store looks like on a page."""
    from core.store.faults import CannotWrite  # noqa: PLC0415 (a script of its own)
    from core.texts import Text  # noqa: PLC0415
    from core.web.shell import errors  # noqa: PLC0415

    errors.show(CannotWrite(Text("{a} is *full*", {"a": "The disk"})))


def test_what_the_operator_can_mend_is_said_in_its_own_words():
    app = AppTest.from_function(_no_disk).run()
    assert [e.value for e in app.error] == ["The disk is \\*full\\*"]
