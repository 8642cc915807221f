"""Run the commands of a page and put what they print under them: ``python docs/execute.py docs/PAGE.md``.

Between ``<!-- executed -->`` and ``<!-- /executed -->`` stands one fenced block. In a ``console`` block every line
that begins with ``$`` is a command, and what follows is its output; the lines of an ``sh`` block are commands whose
output is not shown. All commands of a page run in one empty folder, one after the other. A block that begins with
``# added to FILE`` is added to that file.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

_BLOCK = re.compile(r"(<!-- executed -->\n```(\w+)\n)(.*?)(```\n<!-- /executed -->)", re.DOTALL)
_ADDED = re.compile(r"# added to (\S+)\n")
_TOO_LONG_S = 600


def executed(page: str, folder: Path) -> str:
    """The page with the output of its commands, run in a folder.

    Raises:
        RuntimeError: A command failed.
    """
    return _BLOCK.sub(lambda block: block[1] + _block(block[2], block[3], folder) + block[4], page)


def _block(language: str, content: str, folder: Path) -> str:
    if language == "sh":
        for command in content.splitlines():
            _output(command, folder)
        return content
    if language != "console":
        _add(content, folder)
        return content
    commands = [line.removeprefix("$ ") for line in content.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_output(command, folder)}" for command in commands)


def _add(content: str, folder: Path) -> None:
    added = _ADDED.match(content)
    if added is not None:
        with (folder / added[1]).open("a", encoding="utf-8") as file:
            file.write(content[added.end() :])


def _output(command: str, folder: Path) -> str:
    verb, *arguments = shlex.split(command)
    program = [sys.executable, "-m", "leadscore.pipelines"] if verb == "leadscore" else [verb]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "COLUMNS": "110"}
    done = subprocess.run(  # noqa: S603 - the commands of our own pages
        [*program, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_TOO_LONG_S,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    lines = done.stdout.replace(f"{folder}/", "").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def main(pages: list[str]) -> None:
    """Execute each page in a folder of its own."""
    for page in map(Path, pages):
        with tempfile.TemporaryDirectory() as folder:
            text = executed(page.read_text(encoding="utf-8"), Path(folder).resolve())
        page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
