"""What `deploy/` and the pages about it name is there: options, variables, commands, addresses, files, rights."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from streamlit import config

import start
from core.cli.parser import parser
from core.store import tables
from core.store.audit import Entry
from core.web.shell.server import ROUTES
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(f for f in (ROOT / "deploy").rglob("*") if f.is_file() and "secrets" not in f.parts)
PAGES = [ROOT / "docs" / name for name in ("deploy.md", "security.md", "admin.md", "admin.zh-Hant.md")]
OTHERS = {
    "DESK_HOST": "deploy/",  # our files say it to each other
    "DESK_UPSTREAM": "deploy/",
    "FORWARDED_ALLOW_IPS": "uvicorn",
    "NUMBA_CACHE_DIR": "numba",
    "PGPASSFILE": "libpq",
    "PGPASSWORD": "libpq",
    "POSTGRES_INITDB_ARGS": "the PostgreSQL image",
    "POSTGRES_PASSWORD_FILE": "the PostgreSQL image",
    "POSTGRES_USER": "the PostgreSQL image",
    "PYTHONDONTWRITEBYTECODE": "Python",
    "HOME": "everybody",
}
"""Variables that are not ours, with whose they are."""
VARIABLE = re.compile(r"\b(?:DESK|STREAMLIT|PG|POSTGRES|NUMBA|FORWARDED|DATABASE|PYTHON)_?[A-Z_]{3,}\b")
OPTION = re.compile(r"--?((?:server|browser|client|global|logger|runner|theme)\.[A-Za-z]+)|`(server\.[A-Za-z]+)`")
COMMAND = re.compile(r"(?:python -m core|run --rm app core) ([a-z][^\n`#;&]*)|command: \[core, ([^\]]+)\]")
ADDRESS = re.compile(r"(?<![\w.])/(?:livez|readyz|[a-z]*z)\b")
IN_PROJECT = re.compile(r"(?<![\w/])(deploy/[\w./-]+\w)(?![\w*])")


def texts() -> Iterator[tuple[str, str]]:
    for file in [*FILES, *PAGES]:
        yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def in_code(name: str) -> bool:
    return any(f'"{name}"' in f.read_text(encoding="utf-8") for f in [*ROOT.glob("core/**/*.py"), ROOT / "start.py"])


def test_every_variable_is_read_by_somebody() -> None:
    named = {name for _file, text in texts() for name in VARIABLE.findall(text)}
    ours = {name for name in named if name not in OTHERS and not name.startswith("STREAMLIT_")}
    assert {name for name in ours if not in_code(name)} == set()
    assert {"DESK_HOME", "DATABASE_URL", "DESK_KEYS_FILE", "DESK_LOG", "DESK_BACKUP_PASSPHRASE"} <= ours
    options = {option.env_var for option in config.get_config_options().values()}
    assert {name for name in named if name.startswith("STREAMLIT_")} - options == set()


def test_every_option_is_one_of_the_servers() -> None:
    named = {name for _file, text in texts() for found in OPTION.findall(text) for name in found if name}
    assert named - set(config.get_config_options()) == set()
    assert {"server.allowedHosts", "server.address", "browser.serverAddress"} <= named


def commands() -> list[str]:
    found = {(one or two.replace(",", "")).strip() for _f, text in texts() for one, two in COMMAND.findall(text)}
    return sorted(re.sub(r"[.):，。）]+$|\*\*.*$", "", said).strip() for said in found)


@pytest.mark.parametrize("said", commands())
def test_every_command_is_one(said: str) -> None:
    """With its options; a command that is only named goes without its arguments."""
    words = shlex.split(said)
    if len(words) == 1 and words[0] != "retention":
        words.append("--help")
    try:
        parser("en").parse_args(words)
    except SystemExit as over:
        assert over.code == 0, said


def test_the_units_start_what_is_there() -> None:
    for unit in sorted((ROOT / "deploy" / "systemd").glob("*.service")):
        (start,) = re.findall(r"^ExecStart=((?:.*\\\n)*.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        words = start.replace("\\\n", " ").split()
        assert words[:2] == ["/opt/desk/.venv/bin/python", "-m"]
        if words[2] == "core":
            parser("en").parse_args(words[3:])
        else:
            assert words[2:5] == ["streamlit", "run", "/opt/desk/app.py"]
    for timer in (ROOT / "deploy" / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service").exists()


def test_every_address_is_answered() -> None:
    known = {route.path for route in ROUTES}
    assert {a for _file, text in texts() for a in ADDRESS.findall(text)} == {"/livez", "/readyz"}
    assert {"/livez", "/readyz"} <= known


def test_every_file_named_is_there() -> None:
    made_by_the_reader = {"deploy/secrets"}
    named = {name for _file, text in texts() for name in IN_PROJECT.findall(text)}
    assert {n for n in named if not (ROOT / n).exists() and not n.startswith(tuple(made_by_the_reader))} == set()
    for page in PAGES:
        linked = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert [name for name in linked if not (page.parent / name).exists()] == []


COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def blocks(name: str) -> dict[str, str]:
    """What stands under each key of a part of the compose file."""
    (part,) = re.findall(rf"^{name}:\n((?:(?: .*)?\n)+)", COMPOSE, re.MULTILINE)
    keys = re.split(r"^  (\w+):", part, flags=re.MULTILINE)[1:]
    return dict(zip(keys[::2], keys[1::2], strict=True))


def test_services_speak_to_each_other_by_their_names() -> None:
    services = blocks("services")
    assert list(services) == ["database", "upgrade", "rights", "app", "proxy"]
    hosts = re.findall(r"postgresql://\w+@(\w+)/|-h (\w+) -U desk_owner|DESK_UPSTREAM: (\w+):", COMPOSE)
    assert {name for found in hosts for name in found if name} == {"database", "app"}
    waits = {name: re.findall(r"^      (\w+): \{condition", text, re.MULTILINE) for name, text in services.items()}
    assert waits == {
        "database": [],
        "upgrade": ["database"],
        "rights": ["upgrade"],
        "app": ["rights"],
        "proxy": ["app"],
    }
    named = {
        name
        for text in services.values()
        for found in re.findall(r"secrets: \[(.*)\]", text)
        for name in found.split(", ")
    }
    assert named == set(blocks("secrets"))
    named = {name for text in services.values() for name in re.findall(r"\b(\w+):/(?:var|data)", text)}
    assert named == set(blocks("volumes"))


def test_the_containers_say_what_the_code_says() -> None:
    """Ports, folders, the interpreter, the user, how the app is started and asked whether it is ready."""
    services, guide = blocks("services"), (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    port = str(config.get_option("server.port"))
    asked = re.search(r"http://localhost:(\d+)(/\w+)", services["app"])
    assert asked is not None
    assert {asked[1], *re.findall(r"EXPOSE (\d+)", DOCKERFILE), *re.findall(r"app:(\d+)", COMPOSE)} == {port}
    assert asked[2] in {route.path for route in ROUTES}
    assert tuple(map(int, re.findall(r"^FROM python:(\d+)\.(\d+)", DOCKERFILE, re.MULTILINE)[0])) >= start.OLDEST
    (home,), (compiled,) = re.findall(r"DESK_HOME=(\S+)", DOCKERFILE), re.findall(r"NUMBA_CACHE_DIR=(\S+)", DOCKERFILE)
    for name in ("upgrade", "app"):
        assert f"volumes: [home:{home}, cache:{compiled}]" in services[name]
    assert f'VOLUME ["{home}", "{compiled}"]' in DOCKERFILE
    (user,) = re.findall(r"useradd --uid (\d+).* desk ", DOCKERFILE)
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE) == ["desk"]
    assert re.findall(r"as user (\d+)|chown (\d+)", guide)[0][0] == user
    assert f"sudo chown {user} deploy/secrets/pgpass" in guide
    assert 'ENTRYPOINT ["python", "-m"]' in DOCKERFILE
    assert "WORKDIR /opt/desk" in DOCKERFILE
    begun = re.findall(r"^      - (\S+)$", services["app"], re.MULTILINE)
    assert begun[:3] == ["streamlit", "run", "/opt/desk/app.py"]
    assert (ROOT / "app.py").exists()


def test_roles_have_one_name_everywhere() -> None:
    made = re.findall(r"CREATE ROLE (\w+)", (ROOT / "deploy" / "postgresql" / "roles.sql").read_text(encoding="utf-8"))
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    given = re.findall(r"for role in (.*);", (ROOT / "deploy" / "postgresql" / "init.sh").read_text(encoding="utf-8"))
    assert given == [" ".join(made)]
    assert {*re.findall(r"database:5432:desk:(\w+):%s", guide)} == set(made)
    assert {*re.findall(r"postgresql://(\w+)@database/desk", COMPOSE)} == set(made)
    assert {f"{role}_password" for role in made} | {"postgres_password", "pgpass"} == set(blocks("secrets"))


def test_containers_are_bound() -> None:
    services = blocks("services")
    assert [name for name, text in services.items() if "ports:" in text or "outside" in text] == ["proxy"]
    for name in ("upgrade", "app", "proxy"):
        for bound in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
            assert bound in services[name], (name, bound)
    images = [*re.findall(r"image: (\S+)", COMPOSE), *re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)]
    assert [i for i in images if i != "reception-desk" and not re.search(r":\d", i)] == []
    assert "pg_isready -h 127.0.0.1" in services["database"]  # not by the socket, which answers while roles are made


def test_proxies_take_what_the_app_takes() -> None:
    taken = int(config.get_option("server.maxUploadSize"))
    caddy, nginx = ((ROOT / "deploy" / n).read_text(encoding="utf-8") for n in ("Caddyfile", "nginx/desk.conf"))
    (by_caddy,) = re.findall(r"max_size (\d+)MB", caddy)
    (by_nginx,) = re.findall(r"client_max_body_size (\d+)m;", nginx)
    assert min(int(by_caddy), int(by_nginx)) > taken
    assert "proxy_set_header Upgrade $http_upgrade;" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx


def test_nothing_secret_goes_into_git_or_the_image() -> None:
    kept_out = ["deploy/secrets/pgpass", "data/local/keys.json", ".streamlit/secrets.toml"]
    ignored = subprocess.run(
        ["git", "check-ignore", *kept_out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout.splitlines() == kept_out
    left_out = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {"data/local", "deploy/secrets", ".git", ".streamlit/secrets.toml"} <= set(left_out)


def as_role(url: str, role: str) -> str:
    parts = sa.make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))
    return parts.set(username=role, database="desk").render_as_string(hide_password=False).replace("+psycopg", "", 1)


def test_the_apps_role_has_the_least_rights(tmp_path: Path) -> None:
    """The very files that are shipped, on a real server: the app works, and changes neither tables nor the log."""
    folder = ROOT / "deploy" / "postgresql"
    with databases.postgresql() as fresh:
        url = fresh()
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in (folder / "roles.sql").read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement)
        databases.opened(tmp_path / "home", as_role(url, "desk_owner")).close()
        with psycopg.connect(as_role(url, "desk_owner"), autocommit=True) as connection:
            connection.execute((folder / "rights.sql").read_text(encoding="utf-8"))
        app = databases.opened(tmp_path / "home", as_role(url, "desk"))
        assert app.write(lambda c: app.note(c, Entry("test", "a:1"))) == 1
        assert app.submit("token", "test", lambda c: {"done": True}) == {"done": True}
        for forbidden in (
            tables.audit.delete(),
            tables.audit.update().values(reason="changed"),
            sa.text("TRUNCATE audit"),
            sa.text("DROP TRIGGER audit_not_changed ON audit"),
            sa.text("ALTER TABLE clients ADD COLUMN more text"),
            sa.text("CREATE TABLE mine (a int)"),
            sa.text("UPDATE alembic_version SET version_num = ''"),
        ):
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                app.write(lambda c, forbidden=forbidden: c.execute(forbidden))
        app.close()
