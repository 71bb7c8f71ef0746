"""What names sound like, as an SQL function: stored beside every name of the register."""

from django.db import migrations

# Written out, not imported: a migration says for ever what it said once. When the sounds
# change, a later migration replaces the function and rewrites the stored keys.
LETTERS = "абвгґдеєёзиіїйыклмнопрстуфхэyjgw"
SOUNDS = "abvhhdeeeziiiiiklmnoprstufheiihv"
LATIN = "ABCDEFHIKLMNOPQRSTUVXZ"
LONG = {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
SILENT = "ьъЬЪ'’ʼ`´‘ʹ\u0301"
FOLDS = (
    ("[^a-z0-9]+", " "),
    ("kh", "h"),
    ("ie", "e"),
    (r"([a-z])\1+", r"\1"),
    ("oe( |$)", r"e\1"),
    ("skaia( |$)", r"ska\1"),
)

# translate() drops every character of its first list that has no partner in the second.
LONGS = "".join(LONG)
FROM = LETTERS + LETTERS.upper() + LATIN + LONGS.upper() + SILENT
INTO = SOUNDS + SOUNDS + LATIN.lower() + LONGS


def body():
    heard = f"translate(normalize(name, NFC), '{FROM.replace(chr(39), chr(39) * 2)}', '{INTO}')"
    for letter, sound in LONG.items():
        heard = f"replace({heard}, '{letter}', '{sound}')"
    for group, plain in FOLDS:
        heard = f"regexp_replace({heard}, '{group}', '{plain}', 'g')"
    return f"btrim({heard})"


CREATE = f"""
CREATE FUNCTION uk_search_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT {body()} $$;
COMMENT ON FUNCTION uk_search_key(text) IS 'What a name sounds like: the form in which spellings meet';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_jobs")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION uk_search_key(text)")]
