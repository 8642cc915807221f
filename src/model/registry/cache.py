"""A disk cache of bundles and run files, so that scoring works while the registry is unavailable."""

import atexit
import contextlib
import functools
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from leadscore.model.errors import RegistryError
from leadscore.model.registry.records import Pointer
from leadscore.model.replacing import replacing


def fetch_into(place: Path, fetch: Callable[[Path], Path], *, whole: Callable[[Path], bool]) -> None:
    """Fetch a folder into a temporary one, then move it to its place in one step.

    Args:
        place: Where it is to be; what is there and is not whole is replaced.
        fetch: Puts it somewhere below an empty folder and says where.
        whole: Whether a folder is what was to be fetched: another process may have been faster with the same.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetching-") as desk:
        fetched = fetch(Path(desk))
        if place.exists() and not whole(place):
            shutil.rmtree(place)
        try:
            fetched.rename(place)
        except OSError:
            if not whole(place):
                raise


def writable(folder: Path) -> Path:
    """The folder, made if need be; where that cannot be written to, a temporary one for as long as this process lasts.

    A project may be mounted read-only, as in a container.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder):
            return folder
    except OSError:
        return _temporary()


@functools.cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="leadscore-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BundleCache:
    """A folder with one bundle per hash, and a note of what each alias last pointed to.

    Attributes:
        folder: Made when the first bundle arrives.
    """

    folder: Path

    def get(self, sha256: str, fetch: Callable[[Path], Path]) -> Path:
        """The bundle of this hash; fetched once, then kept.

        Args:
            sha256: Hash of the bundle's manifest, 64 hexadecimal digits.
            fetch: Puts the bundle somewhere below an empty folder and says where.

        Raises:
            RegistryError: What was fetched is not the bundle of this hash, or the hash is none.
        """
        kept = self.kept(sha256)
        return self._fetched(sha256, fetch) if kept is None else kept

    def kept(self, sha256: str) -> Path | None:
        """The bundle of this hash, if it is here and nobody changed it."""
        place = self._place(sha256)
        return place if is_intact(place, sha256) else None

    def remember(self, alias: str, pointer: Pointer) -> None:
        """Write down what an alias points to, unless the folder can only be read or the disk is full.

        Nothing depends on it while the registry answers.
        """
        note = self._note(alias)
        with contextlib.suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            with replacing(note) as draft:  # another worker may be reading
                draft.write_text(json.dumps(asdict(pointer)), encoding="utf-8")

    def remembered(self, alias: str) -> Pointer | None:
        """What the alias last pointed to; None if that was never written down."""
        try:
            return Pointer(**json.loads(self._note(alias).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _fetched(self, sha256: str, fetch: Callable[[Path], Path]) -> Path:
        def checked(desk: Path) -> Path:
            fetched = fetch(desk)
            if not is_intact(fetched, sha256):
                raise RegistryError(
                    "The bundle in the registry is not the one that was registered: its hashes differ",
                    where=f"expected a manifest with SHA-256 {sha256[:12]}…",
                    remedy="restore the artifacts, go back with `leadscore rollback`, or train again",
                )
            return fetched

        place = writable(self.folder) / self._place(sha256).name
        fetch_into(place, checked, whole=lambda folder: is_intact(folder, sha256))
        return place

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):  # it becomes a folder's name, so it must be nothing else
            raise RegistryError(
                "A model version carries something that is no SHA-256 hash",
                where="tag leadscore.manifest_sha256",
                remedy="train again with `leadscore train`",
            )
        return self.folder / sha256

    def _note(self, alias: str) -> Path:
        digest = hashlib.sha256(alias.encode()).hexdigest()[:16]
        return self.folder / "aliases" / f"{digest}.json"


def manifest_sha256(bundle: Path) -> str:
    """The hash that names a bundle: of its manifest, which in turn holds the hash of every other file.

    Raises:
        OSError: The folder holds no manifest.
    """
    return _sha256(bundle / "manifest.json")


def is_intact(bundle: Path, sha256: str) -> bool:
    """Whether the folder holds the bundle of this hash, every file as its manifest says."""
    try:
        if manifest_sha256(bundle) != sha256:
            return False
        files = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["files"]
        return all(_sha256(bundle / name) == expected for name, expected in files.items())
    except (OSError, ValueError, KeyError):
        return False


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


_RUN_ID = re.compile(r"[0-9A-Za-z_-]+")


@dataclass(frozen=True)
class RunFiles:
    """A folder with one folder per run.

    Attributes:
        folder: Made when the first files arrive.
    """

    folder: Path

    def get(self, run_id: str, fetch: Callable[[Path], Path]) -> Path:
        """The files of this run; fetched once, then kept.

        Args:
            run_id: As MLflow names it.
            fetch: Puts the files into a folder below an empty one and says where.

        Raises:
            RegistryError: The version knows no run.
        """
        if not _RUN_ID.fullmatch(run_id):  # it becomes a folder's name, so it must be nothing else
            raise RegistryError("The version names no run that made it", remedy="train again with `leadscore train`")
        place = self.folder / run_id
        if not place.is_dir():
            place = writable(self.folder) / run_id
            fetch_into(place, lambda desk: fetch(desk / run_id), whole=Path.is_dir)
        return place
