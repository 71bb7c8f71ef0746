"""The language a program asks for, and names that keep theirs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation.trans_real import parse_accept_lang_header


def header_language(request: HttpRequest) -> str:
    """Return the best known language of Accept-Language; rubbish asks for nothing."""
    known = dict(settings.LANGUAGES)
    for wished, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = wished.partition("-")[0]
        if language in known:
            return language
    return settings.LANGUAGE_CODE


def in_english(text: str) -> SafeString | None:
    """Mark a name that is English in whatever language the page is; None where there is none."""
    return format_html('<span lang="en">{}</span>', text) if text else None
