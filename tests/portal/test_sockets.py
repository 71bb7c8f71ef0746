import pytest

CHOOSE = "from runner import sockets; print(sockets.choose({session!r}, *{temporary!r}))"


def choose(checkout, *temporary, session=None):
    return checkout.tell(CHOOSE.format(session=session, temporary=temporary))


def test_the_longest_socket_fits_the_kernel(checkout):
    longest = "/" + 100 * "x"

    folder = choose(checkout, longest, "/short")

    assert folder.startswith("/short/portal-")
    assert len(f"{folder}/.s.PGSQL.5432".encode()) <= 107


def test_bytes_are_counted_and_not_letters(checkout):
    cyrillic = "/" + 40 * "ї"

    assert choose(checkout, cyrillic, "/short").startswith("/short/portal-")


def test_the_folder_of_the_session_comes_first(checkout, tmp_path):
    assert choose(checkout, "/short", session=str(tmp_path)).startswith(str(tmp_path))


def test_a_session_that_is_over_is_passed_by(checkout):
    assert choose(checkout, "/short", session="/run/user/gone").startswith("/short/portal-")


def test_two_checkouts_do_not_share_a_folder(checkout, tmp_path):
    other = {"PORTAL_VAR": str(tmp_path / "other")}
    code = CHOOSE.format(session=None, temporary=("/short",))

    assert checkout.tell(code) != checkout.tell(code, **other)


def test_the_folder_is_closed_to_others(checkout, tmp_path):
    chosen = tmp_path / "sockets"
    chosen.mkdir(mode=0o777)

    checkout.tell(
        f"from runner import sockets; sockets.close(__import__('pathlib').Path({str(chosen)!r}))"
    )

    assert chosen.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("trap", ["link", "file"])
def test_what_somebody_else_may_have_laid_there_is_refused(checkout, tmp_path, trap):
    chosen = tmp_path / "sockets"
    if trap == "link":
        (tmp_path / "elsewhere").mkdir()
        chosen.symlink_to(tmp_path / "elsewhere")
    else:
        chosen.write_text("")
    code = f"""
from pathlib import Path
from runner import refusal, sockets
try:
    sockets.close(Path({str(chosen)!r}))
except (refusal.Refusal, FileExistsError) as error:
    print("refused")
"""

    assert checkout.tell(code) == "refused"


def test_a_copied_folder_does_not_use_the_sockets_of_the_original(checkout, tmp_path):
    checkout.portal("status")
    note = checkout.var / "run" / "sockets"
    own = note.read_text()
    note.write_text(str(tmp_path))

    checkout.portal("status")

    assert note.read_text() == own
