"""Makes what production keeps secret, each in a file of its own; what is there already stays.

    python3 deploy/make_secrets.py [FOLDER] [--database-host db] [--redis-host redis]

The standard library only. `tls_certificate` and `tls_key` come from your authority.
"""

import argparse
import base64
import secrets
from pathlib import Path

VALKEY = """\
requirepass {password}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
dir /data
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the secrets of production.")
    here = Path(__file__).resolve().parent / "secrets"
    parser.add_argument("folder", type=Path, nargs="?", default=here)
    parser.add_argument("--database-host", default="db")
    parser.add_argument("--redis-host", default="redis")
    asked = parser.parse_args()
    asked.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(name: str, value: str) -> str:
        """Return the value of a file, written now unless somebody wrote one before."""
        file = asked.folder / name
        if not file.exists():
            file.write_text(value, "utf-8")
            file.chmod(
                0o444
            )  # compose shows it to the users of the containers; the folder is closed
        return file.read_text("utf-8")

    owner, app, queue = (
        keep(name, secrets.token_hex(24))
        for name in ("owner_password", "app_password", "redis_password")
    )
    keep("postgres_password", secrets.token_hex(24))
    keep("secret_key", secrets.token_urlsafe(50))
    keep("backup_key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    keep("database_url", f"postgres://portal_app:{app}@{asked.database_host}/portal")
    keep("database_owner_url", f"postgres://portal:{owner}@{asked.database_host}/portal")
    keep("redis_url", f"redis://:{queue}@{asked.redis_host}:6379/0")
    keep("valkey_config", VALKEY.format(password=queue))


if __name__ == "__main__":
    main()
