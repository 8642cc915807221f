"""Run the commands of the pages and put what they print under them: ``python docs/execute.py [PAGE ...]``.

Between ``<!-- executed -->`` and ``<!-- /executed -->`` stands one fenced block. In a ``console`` block every line
that begins with ``$`` is a command, and what follows is its output; the lines of an ``sh`` block are commands whose
output is not shown. A block that begins with ``# added to FILE`` is added to that file, one that is marked
``<!-- executed: as FILE -->`` is that file, and of one that is marked ``<!-- executed: only A | B -->`` the lines that
hold A or B are shown.

All pages are executed in one folder, in the order of ``PAGES``. ``leadscore demo`` is run once for all of them. A
command that ends in ``&`` is a server; it runs until the end, on a free port instead of 8000. What differs from run to
run is shown as a placeholder: ids, hashes, moments of today and durations.
"""

import itertools
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pyarrow.parquet as pq

from leadscore.model.report.drawing import scoring_figure
from leadscore.model.scoring.language import english

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/tutorial.md", "docs/service.md", "docs/reading-a-lead.md")
PICTURE = "docs/scored-lead.svg"

_BLOCK = re.compile(
    r"(?P<mark><!-- executed(?:: (?P<how>as|only) (?P<what>.+?))? -->\n```(?P<language>\w+)\n)"
    r"(?P<content>.*?)(?P<end>```\n<!-- /executed -->)",
    re.DOTALL,
)
_ADDED = re.compile(r"# added to (\S+)\n")
_WIDTH = 110
_TOO_LONG_S = 900
_SHOWN_PORT = 8000
_DEMO = "leadscore demo"


class Workspace:
    """The folder in which pages are executed, and the servers that they started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = _free_port()
        self._servers: list[subprocess.Popen[bytes]] = []
        self._demo: str | None = None

    def page(self, text: str) -> str:
        """The page with the output of its commands.

        Raises:
            RuntimeError: A command failed.
        """
        return _BLOCK.sub(lambda block: block["mark"] + self._block(block) + block["end"], text)

    def picture(self) -> str:
        """The demo's best scored lead, drawn."""
        scored = pq.read_table(self.folder / "demo/scores.parquet").to_pylist()
        return scoring_figure(max(scored, key=lambda row: (row["score"], row["probability"])), english()) + "\n"

    def close(self) -> None:
        """Stop the servers."""
        for server in self._servers:
            server.terminate()
            server.wait(timeout=30)

    def _block(self, block: re.Match[str]) -> str:
        content, what = block["content"], block["what"]
        if block["how"] == "as":
            (self.folder / what).write_text(content, encoding="utf-8")
            return content
        if block["language"] == "sh":
            for command in content.splitlines():
                self._output(command, shown=False)
            return content
        if block["language"] != "console":
            self._add(content)
            return content
        commands = [line.removeprefix("$ ") for line in content.splitlines() if line.startswith("$ ")]
        shown = [f"$ {command}\n{_excerpt(self._output(command), what)}" for command in commands]
        return "\n".join(shown)

    def _add(self, content: str) -> None:
        added = _ADDED.match(content)
        if added is not None:
            with (self.folder / added[1]).open("a", encoding="utf-8") as file:
                file.write(content[added.end() :])

    def _output(self, command: str, *, shown: bool = True) -> str:
        if command == _DEMO:
            self._demo = self._demo or self._run(command, may_refuse=False)
            return self._demo
        if command.endswith(" &"):
            self._serve(command.removesuffix(" &"))
            return ""
        return self._run(command, may_refuse=shown)

    def _run(self, command: str, *, may_refuse: bool) -> str:
        """What a command prints; a page may show a refusal, but not rest on one that nobody sees."""
        if command.startswith("curl "):
            return with_placeholders(self._curl(command))
        done = subprocess.run(  # noqa: S603 - the commands of our own pages
            _program(command),
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=_TOO_LONG_S,
            check=False,
        )
        if done.returncode not in ((0, 1) if may_refuse else (0,)):
            raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        lines = done.stdout.replace(f"{self.folder}/", "").splitlines()
        return with_placeholders("".join(f"{line.rstrip()}\n" for line in lines))

    def _serve(self, command: str) -> None:
        """Start a server, and wait until it is ready."""
        program = [*_program(command), "--port", str(self._port)]
        log = self.folder / "server.log"
        with log.open("wb") as sink:
            server = subprocess.Popen(program, cwd=self.folder, env=_environment(), stdout=sink, stderr=sink)  # noqa: S603
        self._servers.append(server)
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=5).close()
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"{command} is not ready:\n{log.read_text()}")

    def _curl(self, command: str) -> str:
        """What curl would print, its JSON laid out; a machine without curl executes the pages, too."""
        _, *arguments = shlex.split(command)
        url = next(argument for argument in arguments if argument.startswith("http://"))
        options = dict(itertools.pairwise(arguments))
        body = options.get("-d")
        data = body if body is None or not body.startswith("@") else (self.folder / body[1:]).read_text("utf-8")
        headers = dict([options["-H"].split(": ", 1)]) if "-H" in options else {}
        own = url.replace(f":{_SHOWN_PORT}/", f":{self._port}/")
        request = Request(own, None if data is None else data.encode(), headers)  # noqa: S310 - our own server
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                found = json.load(answer)
        except HTTPError as problem:
            found = json.load(problem)
        return laid_out(found) + "\n"


@contextmanager
def workspace() -> Iterator[Workspace]:
    """An empty folder to execute pages in, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Workspace(Path(folder).resolve())
        try:
            yield opened
        finally:
            opened.close()


def with_placeholders(text: str) -> str:
    """The text without what differs from run to run.

    >>> with_placeholders("0f8fad5b-d9cb-469f-a165-70867728950e took 3.1 s")
    '<id> took <duration>'
    """
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "<id>", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "<sha256>", text)
    text = re.sub(r"\b\d+(\.\d+)? (ms|s|seconds)\b", "<duration>", text)
    return re.sub(r"\b(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?", _moment, text)


def _moment(found: re.Match[str]) -> str:
    """Moments of today are those of the run; all others are the data's."""
    near = datetime.now(UTC).date() - datetime.fromisoformat(found[1]).date()
    return "<moment>" if abs(near) <= timedelta(days=1) else found[0]


def laid_out(value: object, indent: int = 0) -> str:
    """JSON for reading: what fits on a line stands on it, and numbers have at most six digits."""
    value = float(f"{value:.6g}") if isinstance(value, float) else value
    short = json.dumps(value, ensure_ascii=False) if not isinstance(value, dict | list) else _on_one_line(value)
    if not isinstance(value, dict | list) or len(short) + indent <= _WIDTH:
        return short
    inner, outer = " " * (indent + 2), " " * indent
    if isinstance(value, dict):
        parts = (
            f"{json.dumps(name, ensure_ascii=False)}: {laid_out(part, indent + 2)}" for name, part in value.items()
        )
        return "{\n" + ",\n".join(f"{inner}{part}" for part in parts) + f"\n{outer}}}"
    return "[\n" + ",\n".join(f"{inner}{laid_out(part, indent + 2)}" for part in value) + f"\n{outer}]"


def _on_one_line(value: object) -> str:
    rounded = json.loads(json.dumps(value), parse_float=lambda text: float(f"{float(text):.6g}"))
    return json.dumps(rounded, ensure_ascii=False)


def _excerpt(output: str, pieces: str | None) -> str:
    """The lines that hold one of the pieces, each once; dots stand for what is left out between them."""
    if pieces is None:
        return output
    wanted, shown = pieces.split(" | "), [""]
    for line in output.splitlines():
        if line not in shown and any(piece in line for piece in wanted):
            shown.append(line)
        elif shown[-1] != "...":
            shown.append("...")
    return "".join(f"{line}\n" for line in shown[1:])


def _program(command: str) -> list[str]:
    verb, *arguments = shlex.split(command)
    return [*([sys.executable, "-m", "leadscore.pipelines"] if verb == "leadscore" else [verb]), *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "COLUMNS": str(_WIDTH)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main(pages: list[str]) -> None:
    """Execute each page, and draw the demo's best lead if it was among what they run."""
    with workspace() as opened:
        for page in (ROOT / name for name in pages):
            page.write_text(opened.page(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        if (opened.folder / "demo").exists():
            (ROOT / PICTURE).write_text(opened.picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PAGES))
