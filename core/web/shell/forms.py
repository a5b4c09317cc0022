"""Pages that Streamlit does not make: signing in, one-time links, plain notices. HTML without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.texts import LANGUAGES, N_, say
from core.web.language import NAMES
from core.web.shell import asked, cookies

PRODUCT = N_("Reception desk")
STYLE_PATH = "/sign-in.css"
ICON_PATH = "/sign-in.png"
FAVICON_PATH = "/favicon.png"
STYLE = Path(__file__).with_name("sign_in.css")
ICON = Path(__file__).with_name("icon.png")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",  # with no-referrer, browsers post `Origin: null`
    "vary": "Accept-Language, Cookie",
    "x-frame-options": "DENY",
}
KEPT = ("next", "failed")
"""What stays in the address when another language is chosen."""
Tone = Literal["problem", "note"]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    Attributes:
        name: In what is posted.
        label: Translated.
        kind: The input's type.
        autocomplete: What a password manager may put there.
        value: What stands there at first.
        hint: Translated line under it; blank for none.
    """

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    value: str = ""
    hint: str = ""

    def html(self, first: bool) -> str:
        """The line; the first one has the cursor."""
        name = escape(self.name)
        hint = f'<small id="{name}-hint">{escape(self.hint)}</small>' if self.hint else ""
        described = f' aria-describedby="{name}-hint"' if self.hint else ""
        plain = ' autocapitalize="none" spellcheck="false"' if self.name == "login" else ""
        return (
            f'<label for="{name}">{escape(self.label)}</label>'
            f'<input id="{name}" name="{name}" type="{escape(self.kind)}" value="{escape(self.value)}" '
            f'autocomplete="{escape(self.autocomplete)}" maxlength="200" required'
            f"{plain}{described}{' autofocus' if first else ''}>{hint}"
        )


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick. Attributes as of `Field`; `is_ticked` says how it stands at first."""

    name: str
    label: str
    is_ticked: bool = True
    value: str = "yes"

    def html(self, _first: bool) -> str:
        """The line; posted only where it is ticked."""
        name, ticked = escape(self.name), " checked" if self.is_ticked else ""
        return (
            f'<label class="tick"><input type="checkbox" name="{name}" value="{escape(self.value)}"{ticked}>'
            f"{escape(self.label)}</label>"
        )


def notice(tone: Tone, text: str) -> str:
    """A line that stands out; nothing for a blank text."""
    role = "alert" if tone == "problem" else "status"
    return f'<p class="{tone}" role="{role}">{escape(text)}</p>' if text else ""


def paragraph(text: str) -> str:
    """A plain paragraph."""
    return f"<p>{escape(text)}</p>"


def between(text: str) -> str:
    """A word between two ways of doing something."""
    return f'<p class="or">{escape(text)}</p>'


def link(text: str, address: str, *, button: bool = False) -> str:
    """A way to another address."""
    kind = ' class="button"' if button else ""
    return f'<p class="way"><a{kind} href="{escape(address)}">{escape(text)}</a></p>'


def ways(title: str, targets: Mapping[str, str]) -> str:
    """Ways to pages of ours under a heading, address -> text; nothing where there is none."""
    said = "".join(f'<li><a href="{escape(to)}">{escape(text)}</a></li>' for to, text in targets.items())
    return f'<section class="ways"><h2>{escape(title)}</h2><ul>{said}</ul></section>' if said else ""


def form(action: str, hidden: Mapping[str, str], lines: Iterable[Field | Tick], button: str) -> str:
    """A form that posts to an address of ours."""
    empty = [line for line in lines if not line.value]
    first = empty[0].name if empty else ""
    inside = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in hidden.items())
    inside += "".join(line.html(line.name == first) for line in lines)
    return f'<form method="post" action="{escape(action)}">{inside}<button>{escape(button)}</button></form>'


def page(request: Request, title: str, *parts: str) -> str:
    """A whole document in the language of the request, with the other languages to choose."""
    language = asked.language_of(request.scope)
    product = escape(say(language, PRODUCT))
    return (
        f'<!DOCTYPE html><html lang="{language}" translate="no"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} · {product}</title>"
        f'<link rel="icon" href="{ICON_PATH}"><link rel="stylesheet" href="{STYLE_PATH}"></head><body>'
        f'<header><img src="{ICON_PATH}" alt="" width="32" height="32"><span>{product}</span>'
        f"{_languages(request, language)}</header>"
        f"<main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def _languages(request: Request, spoken: str) -> str:
    kept = {name: value for name, value in request.query_params.items() if name in KEPT}
    said = []
    for language in LANGUAGES:
        if language == spoken:
            said.append(f'<span lang="{language}" aria-current="true">{escape(NAMES[language])}</span>')
        else:
            address = escape("?" + urlencode({"lang": language, **kept}))
            said.append(f'<a lang="{language}" hreflang="{language}" href="{address}">{escape(NAMES[language])}</a>')
    return f'<nav aria-label="{escape(say(spoken, N_("Language")))}">{"".join(said)}</nav>'


def answer(request: Request, body: str, status: int = 200) -> Response:
    """The answer with a page: kept nowhere, framed nowhere; a chosen language is remembered."""
    language = asked.language_of(request.scope)
    found = HTMLResponse(body, status, headers={**HEADERS, "content-language": language})
    if request.query_params.get("lang") == language:
        found.set_cookie(  # scripts read it: the pages of the app change it
            asked.LANGUAGE_COOKIE,
            language,
            max_age=31_536_000,
            path="/",
            samesite="lax",
            secure=cookies.is_secure(request.scope),
        )
    return found


def in_three_languages(texts: Mapping[str, str]) -> str:
    """A document that says one thing in every language: for when nothing else works."""
    parts = "".join(f'<p class="problem" lang="{lang}">{escape(text)}</p>' for lang, text in texts.items())
    return (
        '<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{escape(say("zh-Hant", PRODUCT))}</title><link rel="icon" href="{ICON_PATH}">'
        f'<link rel="stylesheet" href="{STYLE_PATH}"></head><body><main>{parts}</main></body></html>'
    )
