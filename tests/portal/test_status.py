import json


def test_status_of_a_portal_that_never_ran_has_the_whole_shape(checkout):
    told = json.loads(checkout.portal("status", "--json").stdout)

    sockets = (checkout.var / "run" / "sockets").read_text()
    assert told == {
        "running": False,
        "state": "stopped",
        "address": None,
        "port": None,
        "pid": None,
        "database_url": f"postgres://portal@/portal?host={sockets}",
        "redis_url": f"unix://{sockets}/valkey.sock",
        "programs": {
            name: {
                "pid": None,
                "pid_file": str(checkout.var / "run" / f"{name}.pid"),
                "children": [],
            }
            for name in ("web", "worker", "beat", "valkey", "postgres")
        },
    }


def test_status_names_the_servers_that_the_environment_names(checkout):
    asked = {"DATABASE_URL": "postgres://db.example/portal", "REDIS_URL": "redis://queue.example"}

    told = json.loads(checkout.portal("status", "--json", **asked).stdout)

    assert told["database_url"] == asked["DATABASE_URL"]
    assert told["redis_url"] == asked["REDIS_URL"]


def test_status_installs_nothing(checkout):
    checkout.portal("status")

    assert not (checkout.var / "venv").exists()


def test_down_where_nothing_runs_says_so_and_succeeds(checkout):
    done = checkout.portal("down")

    assert (done.stdout, done.returncode) == ("The portal was not running.\n", 0)
