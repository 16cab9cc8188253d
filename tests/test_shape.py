"""The size and shape that keep the code easy to read. A red test says what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "walkapp"

MODULE_LINES, FUNCTION_LINES, ARGUMENTS, POSITIONAL = 250, 40, 6, 4
TEMPLATE_LINES, SCRIPT_LINES, SCRIPT_FUNCTION_LINES, STYLE_LINES = 120, 180, 30, 300

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_python_modules_are_short_enough_to_hold_in_the_head() -> None:
    none_of(
        [
            f"{name(path)} has {lines(path)} lines (at most {MODULE_LINES}); "
            "give one of its capabilities a module of its own"
            for path in modules()
            # An append-only list of statements, never edited again.
            if lines(path) > MODULE_LINES and "migrations" not in name(path)
        ]
    )


def test_functions_do_one_thing() -> None:
    none_of(
        [
            f"{name(path)}:{function.name} is {length(function)} lines (at most {FUNCTION_LINES}); "
            "move the decision into domain, or name its steps"
            for path, function in functions()
            if length(function) > FUNCTION_LINES
        ]
    )


def test_functions_take_few_arguments() -> None:
    none_of(
        [
            f"{name(path)}:{function.name} takes {count} arguments (at most {ARGUMENTS}); "
            "pass one value that means something"
            for path, function in functions()
            for count in [len(by_position(function)) + len(function.args.kwonlyargs)]
            if count > ARGUMENTS
        ]
    )


def test_calls_with_many_arguments_name_them() -> None:
    none_of(
        [
            f"{name(path)}:{function.name} takes {len(by_position(function))} arguments by "
            f"position (at most {POSITIONAL}); put a * before those that a reader cannot guess"
            for path, function in functions()
            # Drawing takes coordinates in a row, in an order everybody knows.
            if len(by_position(function)) > POSITIONAL and "demo/drawing" not in name(path)
        ]
    )


def test_only_web_and_cli_ask_the_clock() -> None:
    clocks = {"now", "utcnow", "today"}
    none_of(
        [
            f"{name(path)}:{call.lineno} asks what time it is; take `at: str` as an argument"
            for layer in ("domain", "storage", "files")
            for path in sorted((PACKAGE / layer).rglob("*.py"))
            # The command line alone runs them, and the table says when each was run.
            if "migrations" not in name(path)
            for call in ast.walk(tree(path))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and (call.func.attr in clocks or ast.unparse(call.func) == "time.time")
        ]
    )


def test_templates_are_short() -> None:
    none_of(
        [
            f"{name(path)} has {lines(path)} lines (at most {TEMPLATE_LINES}); "
            "move a part into a partial named _part.html"
            for path in templates()
            if lines(path) > TEMPLATE_LINES
        ]
    )


@pytest.mark.parametrize(
    ("pattern", "advice"),
    [
        (r"<[^>]*\sstyle\s*=", "write a class in static/css"),
        (r"<[^>]*\son[a-z]+\s*=", "listen from a module in static/js"),
        (r"<style[\s>]", "write a class in static/css"),
        (r"javascript:", "use a button and a module in static/js"),
    ],
)
def test_templates_hold_nothing_the_content_policy_forbids(pattern: str, advice: str) -> None:
    none_of(
        [
            f"{name(path)} holds {found[0]!r}, which browsers will refuse; {advice}"
            for path in templates()
            for found in re.finditer(pattern, path.read_text(), re.IGNORECASE)
        ]
    )


def test_scripts_are_short() -> None:
    none_of(
        [
            f"{name(path)} has {lines(path)} lines (at most {SCRIPT_LINES}); "
            "split what touches the page from what does not"
            for path in scripts()
            if lines(path) > SCRIPT_LINES
        ]
    )


def test_script_functions_do_one_thing() -> None:
    none_of(
        [
            f"{name(path)}:{start} is a function of {count} lines "
            f"(at most {SCRIPT_FUNCTION_LINES}); name its steps"
            for path in scripts()
            for start, count in script_functions(path.read_text().splitlines())
            if count > SCRIPT_FUNCTION_LINES
        ]
    )


def test_style_sheets_are_short() -> None:
    none_of(
        [
            f"{name(path)} has {lines(path)} lines (at most {STYLE_LINES}); "
            "look for rules that say the same thing, then split by part"
            for path in sorted((ROOT / "static" / "css").rglob("*.css"))
            if lines(path) > STYLE_LINES
        ]
    )


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.:/>-])/(?:root|home|work|Users)/\w+")
    none_of(
        [
            f"{name(path)} names {found[0]}; use a path from the root of the repository"
            for path in own_texts()
            for found in place.finditer(path.read_text())
        ]
    )


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|Not[I]mplemented(?:Error)?)\b")
    none_of(
        [
            f"{name(path)} says {found[0]}; finish it, or write it in docs/limits.md"
            for path in own_texts()
            for found in unfinished.finditer(path.read_text())
        ]
    )


def test_there_is_something_to_measure() -> None:
    assert modules() and templates() and scripts() and list(own_texts())


def test_the_script_reader_sees_a_long_function() -> None:
    body = ["  step()"] * 40
    assert list(script_functions(["export async function send() {", *body, "}"])) == [(1, 42)]
    assert list(script_functions(["const send = (a) => {", *body, "}", "done()"])) == [(1, 42)]
    assert list(script_functions(["class Box {", "  open(a) {", "  }", "}"])) == [(2, 2)]


def none_of(faults: list[str]) -> None:
    """Every fault on a line of its own, so that one run shows the whole work."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "js").rglob("*.js"))


def own_texts() -> Iterator[Path]:
    """Everything written here by hand."""
    for folder in ("walkapp", "templates", "tests", "scripts", "bench", "docs", "deploy", ".ci"):
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if is_text(path))
    for folder in ("css", "js"):
        yield from (path for path in sorted((ROOT / "static" / folder).rglob("*")) if is_text(path))
    yield from (path for path in sorted(ROOT.iterdir()) if is_text(path))


def is_text(path: Path) -> bool:
    named = path.suffix in {".py", ".html", ".js", ".css", ".md", ".toml", ".yml", ".po", ".sh"}
    plain = path.suffix == "" and path.name not in {"LICENSE", ".git"}
    return path.is_file() and (named or plain) and "__pycache__" not in path.parts


def functions() -> Iterator[tuple[Path, Function]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield path, node


def by_position(function: Function) -> list[str]:
    """The arguments a caller may give without their name; self does not count."""
    given = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return [name for name in given if name not in ("self", "cls")]


def script_functions(source: list[str]) -> Iterator[tuple[int, int]]:
    """First line and length of each function, told by its head and its closing indent."""
    head = re.compile(
        r"^(\s*)(?:.*\bfunction\b.*|.*=>\s*|(?:static\s+|async\s+|get\s+|set\s+)*#?\w+\(.*\)\s*)\{$"
    )
    for start, line in enumerate(source):
        found = head.match(line)
        if found is None or re.match(r"\s*(?:if|for|while|switch|catch|else)\b", line):
            continue
        closing = re.compile(rf"^{found[1]}\}}")
        end = next((i for i, text in enumerate(source) if i > start and closing.match(text)), None)
        if end is not None:
            yield start + 1, end - start + 1


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
