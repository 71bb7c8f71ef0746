"""What production is made of: pinned, watched, closed, without a secret in any file of ours."""

import re
import stat
import subprocess
import sys

import pytest
import yaml

from tests.operations.test_environment import ROOT, read_by_settings

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
NGINX = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PINNED = re.compile(r"[a-z./-]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?(@sha256:[0-9a-f]{64})?")
OF_IMAGES = {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
OF_START = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "deploy" / "start").read_text()))
ENDS = {"migrate", "backup"}  # they do one thing and end

each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_every_image_is_pinned(name):
    assert PINNED.fullmatch(SERVICES[name]["image"])


def test_the_image_is_made_of_a_pinned_base_and_hashed_wheels():
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    [pinned] = re.findall(r"^ARG PYTHON=(\S+)", DOCKERFILE, re.MULTILINE)

    assert set(bases) == {"${PYTHON}"}
    assert PINNED.fullmatch(pinned)
    assert "--require-hashes --no-deps --only-binary=:all:" in DOCKERFILE
    assert re.search(r"^USER portal$", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert not re.search(r"\b(gcc|build-essential|apt-get)\b", DOCKERFILE)


@each_service
def test_every_service_is_closed_and_limited(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert int(service["user"].split(":")[0]) > 0
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["logging"]["options"]["max-size"]


@each_service
def test_every_service_that_stays_is_asked_for_its_health(name):
    about = SERVICES[name]["healthcheck"]

    if name in ENDS:
        assert about == {"disable": True}
    else:
        assert about["test"][0] in {"CMD", "CMD-SHELL"}
        assert {"interval", "timeout", "retries", "start_period"} <= about.keys()


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["data"]
    assert "data" not in SERVICES["nginx"]["networks"]


@each_service
def test_no_secret_stands_in_the_file(name):
    for variable, value in SERVICES[name].get("environment", {}).items():
        if re.search("PASSWORD|SECRET|KEY|DATABASE|REDIS", variable):
            assert variable.endswith("_FILE") or variable in OF_IMAGES - {"POSTGRES_PASSWORD"}
        if variable.endswith("_FILE"):
            secret = value.removeprefix("/run/secrets/")
            assert secret in SERVICES[name]["secrets"], f"{variable} names a secret it does not get"


def test_secrets_are_files_that_git_does_not_know():
    assert all(set(each) == {"file"} for each in COMPOSE["secrets"].values())
    folders = {each["file"].rpartition("/")[0] for each in COMPOSE["secrets"].values()}
    assert folders == {"./deploy/secrets"}
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text().splitlines()


def test_only_what_changes_tables_gets_the_owner():
    owners = [name for name, each in SERVICES.items() if "database_owner_url" in each["secrets"]]

    assert sorted(owners) == ["backup", "migrate"]


@each_service
def test_every_variable_is_one_that_somebody_reads(name):
    named = {each.removesuffix("_FILE") for each in SERVICES[name].get("environment", {})}

    assert named - read_by_settings() - OF_IMAGES - OF_START == set()


def test_what_must_be_set_is_demanded():
    assert "${ALLOWED_HOSTS:?" in SERVICES["web"]["environment"]["ALLOWED_HOSTS"]


def test_the_secrets_are_made_once_and_fit_what_compose_names(tmp_path):
    folder = tmp_path / "secrets"
    command = [sys.executable, ROOT / "deploy" / "make_secrets.py", folder]
    subprocess.run(command, check=True)
    first = {file.name: file.read_text() for file in folder.iterdir()}
    subprocess.run(command, check=True)

    assert {file.name: file.read_text() for file in folder.iterdir()} == first
    assert set(COMPOSE["secrets"]) - set(first) == {"tls_certificate", "tls_key"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert first["app_password"] in first["database_url"]
    assert first["owner_password"] in first["database_owner_url"]
    assert len(set(first.values())) == len(first)


def directives(name):
    return re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)


def test_the_proxy_holds_the_limits():
    assert directives("client_header_timeout") == ["8s"]
    assert directives("client_body_timeout") == ["20s"]
    assert directives("client_max_body_size") == ["1m", "32m", "32m"]  # bulks, and files to import
    assert directives("proxy_read_timeout") == ["30s"]
    assert len(directives("limit_req_zone")) == 2
    assert directives("limit_conn") == ["connections 100"]


def test_the_proxy_overwrites_what_clients_say_of_themselves():
    told = dict(each.split(None, 1) for each in directives("proxy_set_header"))

    assert told["X-Forwarded-For"] == "$remote_addr"
    assert told["X-Forwarded-Proto"] == "$scheme"
    for name in ("Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "Proxy"):
        assert told[name] == '""'
    assert not re.search(r"proxy_set_header", NGINX.partition("server {")[2])  # it would drop all


def test_the_proxy_adds_no_header_of_the_portal_again():
    added = {each.split()[0] for each in directives("add_header")}

    assert added <= {"Retry-After"}


def test_metrics_are_not_there_from_outside():
    assert re.search(r"location = /metrics \{ return 404; \}", NGINX)


def test_the_proxy_logs_no_address_and_no_person():
    [form] = re.findall(r"log_format portal (.*?);", NGINX, re.DOTALL)

    assert not re.search(
        r"\$(request|request_uri|uri|args|remote_addr|http_\w+|query_string)\b", form
    )
