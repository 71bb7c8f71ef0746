"""Numbers, moments, fields and the frame of a page, as the reader meets them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core import context, moments, numbers
from core.periods import Month

TEMPLATES = Path(settings.BASE_DIR) / "templates"
MOMENT = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)


class Event(forms.Form):
    service = forms.ChoiceField(
        choices=[("", "Both"), ("police", "Police")], widget=forms.RadioSelect, required=False
    )
    place = forms.CharField(label="Place", help_text="Words are enough.")
    war = forms.BooleanField(label="War", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def render(source: str, **values) -> str:
    return Template(source).render(Context(values))


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.parametrize(
    ("value", "ukrainian", "english"),
    [
        pytest.param(18160, "18\u00a0160", "18,160", id="thousands"),
        pytest.param(0, "0", "0", id="zero"),
        pytest.param(-1200, "−1\u00a0200", "−1,200", id="a real minus"),
        pytest.param(Decimal("4.45"), "4,5", "4.5", id="half up"),
        pytest.param(100.0, "100,0", "100.0", id="a fraction keeps its digit"),
        pytest.param(Decimal("-0.04"), "0,0", "0.0", id="no minus before nothing"),
        pytest.param(None, "немає даних", "no data", id="unknown is no zero"),
        pytest.param("< 5", "< 5", "< 5", id="suppressed stays"),
        pytest.param(float("nan"), "nan", "nan", id="not a number"),
    ],
)
def test_numbers_are_written_for_people(value, ukrainian, english):
    assert numbers.number(value) == ukrainian
    with translation.override("en"):
        assert numbers.number(value) == english


@pytest.mark.parametrize(
    ("value", "ukrainian", "english"),
    [
        pytest.param(Decimal("4.12"), "+4,1\u00a0%", "+4.1%", id="up"),
        pytest.param(Decimal("-4.1"), "−4,1\u00a0%", "−4.1%", id="down"),
        pytest.param(Decimal("0.04"), "0,0\u00a0%", "0.0%", id="too small to see"),
        pytest.param(None, "немає даних", "no data", id="nothing to compare with"),
    ],
)
def test_changes_carry_their_sign(value, ukrainian, english):
    assert numbers.change(value) == ukrainian
    with translation.override("en"):
        assert numbers.change(value) == english


def test_moments_are_told_by_the_clock_of_kyiv():
    assert moments.when(MOMENT) == "22.11.2026, 14:05"
    assert moments.asof(MOMENT) == "14:05, 22.11.2026"
    assert moments.day(date(2026, 11, 3)) == "03.11.2026"
    assert moments.month(Month(2026, 10)) == "жовтень 2026"
    with translation.override("en"):
        assert moments.when(MOMENT) == "22 Nov 2026, 14:05"
        assert moments.month(date(2026, 10, 9)) == "October 2026"
    assert moments.when(None) == moments.month("") == "—"


def test_a_cell_tells_nothing_known_from_nothing_happened():
    assert render("{{ value|cell }}", value=None) == '<span class="nodata">немає даних</span>'
    assert render("{{ value|cell }}", value=0) == '<span class="zero">0</span>'
    assert render("{{ value|cell }}", value=1200) == "1\u00a0200"


def test_a_change_is_coloured_only_where_more_is_surely_better_or_worse():
    shown = "{% delta change 'за місяць' better %}"

    assert 'class="delta"' in render(shown, change=5, better="")
    assert 'class="delta delta--good"' in render(shown, change=5, better="more")
    assert 'class="delta delta--bad"' in render(shown, change=5, better="less")
    assert 'class="delta"' in render(shown, change=Decimal("0.01"), better="less")


def test_attributes_keep_numbers_machines_can_read():
    assert 'width="72.7"' in render("{% meter 72.7 %}")
    assert 'value="62.5"' in render_to_string(
        "components/progress.html", {"value": 62.5, "label": "Готово"}
    )
    assert 'data-zoom="2.5"' in render("{% mapbox label='Карта' zoom=2.5 %}{% endmapbox %}")


def test_names_are_escaped_in_every_component():
    hostile = '<b class="x">'
    source = (
        "{% part title=n note=n %}{{ n }}{% endpart %}{% card title=n %}{% endcard %}"
        "{% heading title=n note=n above=n %}{% endheading %}{% notice title=n %}{% endnotice %}"
        "{% nothing title=n %}{% endnothing %}{% tablewrap label=n %}{% endtablewrap %}"
        "{% status n n %}{% tag n n %}{% service n %}{% figure n 1 note=n unit=n %}"
        "{% mapbox label=n source=n %}{% endmapbox %}{% jobitem title=n state=n words=n %}{% endjobitem %}"
    )

    assert hostile not in render(source, n=hostile)


def test_an_unknown_state_keeps_its_own_word():
    assert render("{% status 'odd' %}") == '<span class="tag">odd</span>'


def test_a_field_names_its_hint_and_its_error():
    html = squeezed(render("{% field form.place %}", form=Event({"place": ""})))

    assert '<label for="id_place">Place</label>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert '<p class="hint" id="id_place_helptext">Words are enough.</p>' in html
    assert '<div id="id_place_error"><p class="error">' in html


def test_a_choice_of_services_is_real_radio_buttons_with_their_shapes():
    html = squeezed(render("{% field form.service %}", form=Event()))

    assert html.count('type="radio"') == 2
    assert '<span class="service service--police">Police</span>' in html
    assert '<fieldset class="field field--segment" id="id_service">' in html


def test_a_hidden_field_stands_alone():
    assert render("{% field form.key %}", form=Event()).startswith('<input type="hidden"')


def test_the_summary_names_each_field_and_leads_to_it():
    form = Event({"place": "", "key": "k"})
    form.add_error("service", "Вкажіть службу.")
    form.add_error(None, "Разом не сходиться.")

    html = render("{% error_summary form %}", form=form)

    assert "Не збережено: виправте 2 поля" in html
    assert re.search(r'<a href="#id_place">Place: [^<]+</a>', html)
    assert '<a href="#id_service_0">Service: Вкажіть службу.</a>' in html
    assert "<li>Разом не сходиться.</li>" in html


def test_a_form_without_errors_has_no_summary():
    assert render("{% error_summary form %}", form=Event()).strip() == ""


class Reader(AnonymousUser):
    """Somebody signed in with the rights given, known to no database."""

    is_authenticated = True
    username = "reader"

    def __init__(self, *rights: str) -> None:
        super().__init__()
        self.rights = rights

    def has_perm(self, perm, obj=None):
        return perm in self.rights


def frame(path: str = "/", rights: tuple[str, ...] = (), **cookies: str) -> context.Portal:
    request = RequestFactory().get(path)
    request.user = Reader(*rights)
    request.resolver_match = None
    request.COOKIES = cookies
    return context.Portal(request)


def test_the_rail_holds_only_what_the_reader_may_open():
    everything = [each.permission for each in context.SECTIONS if each.permission]

    few = [each["url"] for each in frame(rights=("incidents.view_incident",)).sections]
    many = [each["url"] for each in frame(rights=tuple(everything)).sections]

    recording = [each["url"] for each in frame(rights=("incidents.add_incident",)).sections]

    assert few == ["/", "/incidents/"]
    assert recording == ["/my/", "/"]
    rest = ["/communities/", "/officers/", "/working-groups/", "/reports/"]
    assert many == ["/my/", "/", "/incidents/", *rest, "/imports/", "/administration/"]


def test_an_unknown_theme_in_the_cookie_counts_as_none():
    assert frame(theme="dark").theme == "dark"
    assert frame(theme='"><script>').theme == "system"


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_the_page_of_last_resort_needs_nobody_and_no_database(page, language):
    with translation.override(language):
        html = render_to_string(page)

    assert f'<html lang="{language}"' in html
    assert "<h1" in html
    assert "csrf" not in html


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(path, id=str(path.relative_to(TEMPLATES)))
        for path in sorted(TEMPLATES.rglob("*.html"))
    ],
)
def test_a_template_has_nothing_inline(template):
    source = template.read_text()

    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|javascript:', source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)


def test_every_component_says_what_to_give_it():
    components = sorted((TEMPLATES / "components").glob("*.html"))

    assert [each.name for each in components if not each.read_text().startswith("{# ")] == []


def test_every_icon_that_is_named_exists():
    drawn = set(
        re.findall(
            r'<symbol id="([^"]+)"', (Path(settings.BASE_DIR) / "static/img/icons.svg").read_text()
        )
    )
    sources = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'{% icon "([^"]+)"', sources)) | set(
        re.findall(r'\bicon="([^"]+)"', sources)
    )

    assert named - drawn == set()
