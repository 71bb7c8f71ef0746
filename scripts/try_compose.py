"""Brings docker-compose.yml up as docs/operations.md says, tries the portal through it, takes it down.

    python3 scripts/try_compose.py

Needs a Docker engine and compose. It makes secrets and a certificate of its own in a temporary
folder beside a copy of the checkout, so that nothing of a real installation is touched. Prints one
line for each promise; exit code 1 when one is not kept.
"""

import http.client
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAIN, TLS = 8165, 8166
LEFT_OUT = shutil.ignore_patterns("var", ".git", "__pycache__", "*.mo", "secrets", ".*_cache")
COMPOSE = ["docker", "compose"] if shutil.which("docker") else ["docker-compose"]
if subprocess.run([*COMPOSE, "version"], capture_output=True).returncode != 0:
    COMPOSE = ["docker-compose"]


class Trial:
    """A copy of the checkout with secrets of its own, brought up under a project name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = os.environ | {
            "COMPOSE_PROJECT_NAME": "portal-trial",
            "ALLOWED_HOSTS": "portal.example",
            "HTTP_PORT": str(PLAIN),
            "HTTPS_PORT": str(TLS),
            "READY_DISK_FREE_MB": "100",
            "BACKUP_FOLDER": str(folder / "backups"),
        }

    def run(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(
            words, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=900
        )
        if done.returncode != 0 and not fails:
            raise SystemExit(f"{' '.join(words)}:\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def compose(self, *words: str, fails: bool = False) -> str:
        return self.run(*COMPOSE, *words, fails=fails)

    def manage(self, *words: str, service: str = "web", fails: bool = False) -> str:
        return self.compose("exec", "-T", service, "python3", "manage.py", *words, fails=fails)

    def prepare(self) -> None:
        """Make secrets and a certificate, and the folder of back-ups for the portal's user."""
        self.run(sys.executable, "deploy/make_secrets.py")
        secrets = self.folder / "deploy" / "secrets"
        self.run(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=portal.example"),
            *("-keyout", str(secrets / "tls_key"), "-out", str(secrets / "tls_certificate")),
        )
        (secrets / "tls_key").chmod(0o444)
        backups = self.folder / "backups"
        backups.mkdir(mode=0o777)
        backups.chmod(0o777)

    def health(self, service: str) -> str:
        container = self.compose("ps", "-q", service).strip()
        form = "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}"
        return self.run("docker", "inspect", "-f", form, container).strip() if container else "none"

    def is_healthy(self, *services: str, seconds: int = 240) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if all(self.health(each) == "healthy" for each in services):
                return True
            time.sleep(3)
        return False


def get(path: str, *, host: str = "portal.example", **headers: str) -> tuple[int, dict, bytes]:
    line = http.client.HTTPSConnection(
        "127.0.0.1", TLS, context=ssl._create_unverified_context(), timeout=40
    )
    line.request("GET", path, headers={"Host": host, **headers})
    answer = line.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, headers, answer.read()


def say(kept: bool, promise: str) -> bool:
    sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'}  {promise}\n")
    sys.stdout.flush()
    return kept


def promises(trial: Trial) -> Iterator[bool]:
    """Try everything, in this order: later promises need what earlier ones brought up."""
    yield from about_the_services(trial)
    yield from about_the_proxy()
    yield from about_the_roles(trial)
    yield from about_the_end(trial)


def about_the_services(trial: Trial) -> Iterator[bool]:
    everything = ("db", "redis", "web", "worker", "beat", "nginx")
    yield say(trial.is_healthy(*everything), f"healthy: {', '.join(everything)}")
    told = trial.compose(
        "run", "--rm", "-T", "migrate", "python3", "manage.py", "showmigrations", "--plan"
    )
    yield say("[X]" in told and "[ ]" not in told, "every migration is applied")


def about_the_proxy() -> Iterator[bool]:
    status, headers, body = get("/sign-in/")
    yield say(
        status == 200 and b"csrfmiddlewaretoken" in body, "the sign-in page comes through TLS"
    )
    yield say("strict-transport-security" in headers, "with the portal's own headers")
    yield say(get("/metrics")[0] == 404, "/metrics is closed from outside")
    yield say(get("/", host="evil.example")[0] == 400, "a foreign host is refused")
    until = time.monotonic() + 90
    while get("/readyz")[0] != 200 and time.monotonic() < until:
        time.sleep(3)
    status, _, body = get("/readyz")
    yield say(status == 200, f"/readyz: {body.decode()[:400]}")


def about_the_roles(trial: Trial) -> Iterator[bool]:
    told = trial.manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    yield say("no issues" in told, "check --deploy finds nothing, in the database neither")
    owner = trial.compose(
        *("run", "--rm", "-T", "-e", "DATABASE_URL_FILE=/run/secrets/database_owner_url", "backup"),
        *("/portal/deploy/start", "web"),
        fails=True,
    )
    yield say("owns the tables" in owner, "web refuses the role of the owner")
    trial.manage("load_reference_data")
    yield say(
        "31" in trial.manage("load_reference_data"), "the register is loaded, by the app role"
    )


def about_the_end(trial: Trial) -> Iterator[bool]:
    told = trial.compose("run", "--rm", "-T", "backup")
    made = list((trial.folder / "backups").glob("*.backup"))
    yield say(len(made) == 1, f"a back-up is made: {told.strip().splitlines()[-1]}")
    lines = trial.compose("logs", "--no-color", "web", "worker", "beat")
    yield say("Traceback" not in lines, "no traceback in the logs of web, worker and beat")
    trial.compose("kill", "web")
    trial.compose("up", "-d", "web")
    yield say(trial.is_healthy("web"), "web comes back after a kill")


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "portal"
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
        trial = Trial(folder)
        trial.prepare()
        try:
            trial.compose("build", "web")
            trial.compose("up", "-d")
            kept = list(promises(trial))
            if not all(kept):
                sys.stdout.write(trial.compose("logs", "--no-color", "--tail", "40"))
        finally:
            trial.compose("down", "--volumes", "--timeout", "20", fails=True)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
