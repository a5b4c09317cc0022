"""The house keeps its walls: who imports whom, who opens files, style and types."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("core/**/*.py")])
MAY_OPEN_FILES = (
    "core/texts.py",  # the catalogues
    "core/logs.py",  # the log
    "core/registries/read/",
    "core/registries/error_workbook.py",  # the user's own workbook, to mark it
    "core/demo/",
    "core/bench/",
    "core/store/",
    "core/soak/",
    "core/cli/",
    "core/web/shell/",  # the script that translates built-in texts
)
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}


def program(*words: str) -> str:
    """Run a tool of the virtual environment; its output when it fails, nothing when it passes."""
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def imported(path: Path) -> set[str]:
    """Modules that a file imports, in full."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def opened(path: Path) -> list[int]:
    """Lines on which a file is opened, read or written; a sealed value and a picture in memory are no files."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (
        (c.func.id if isinstance(c.func, ast.Name) else getattr(c.func, "attr", ""), c)
        for c in calls
        if not ast.unparse(c.func).endswith(("sealer.open", "Image.open"))
    )
    return [call.lineno for name, call in named if name in OPENERS]


def test_style() -> None:
    assert program("-m", "ruff", "check", ".") == ""


def test_format() -> None:
    assert program("-m", "ruff", "format", "--check", ".") == ""


def test_types() -> None:
    assert program("-m", "mypy") == ""


def test_imports_go_one_way() -> None:
    assert program("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()") == ""


@pytest.mark.parametrize("page", sorted(ROOT.glob("pages/**/*.py")), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_touches_no_frame(page: Path) -> None:
    """A page chooses, calls and shows; rules, files and frames are elsewhere."""
    allowed = ("core.web", "core.figures", "core.rules.labels", "core.texts")
    ours = {name for name in imported(page) if name.startswith("core.") and name.count(".") > 1}
    assert {name for name in ours if not name.startswith((*allowed, "core.rules.labels"))} == set()
    assert imported(page) & {"pandas", "numpy", "pyarrow"} == set()


def test_streamlit_finds_no_page_by_itself() -> None:
    """A file directly in `pages/` would be served without `app.py` having run."""
    assert sorted(ROOT.glob("pages/*.py")) == []


def test_files_are_opened_in_their_places_only() -> None:
    elsewhere = [p for p in SOURCES if not p.relative_to(ROOT).as_posix().startswith(MAY_OPEN_FILES)]
    assert {p.relative_to(ROOT).as_posix(): opened(p) for p in elsewhere if opened(p)} == {}


def test_no_traceback_is_swallowed() -> None:
    broad = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                broad.append((path.name, node.lineno))
    assert broad == []
