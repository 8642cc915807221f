"""Which function of the project mentions which, read off the source: names, and methods of classes that are known.

A class is known from annotations, from the call that makes an object, and from what a function says it returns.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = "leadscore"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Environment = dict[str, str]
"""The class of each local name, by its full name."""


def modules_of(root: Path) -> dict[str, ast.Module]:
    """The parsed modules below ``src`` and ``pipelines``, by the name they are imported by."""
    found = {}
    for folder, skipped in (("src", 1), ("pipelines", 0)):
        for path in sorted((root / folder).rglob("*.py")):
            parts = [PACKAGE, *path.relative_to(root).with_suffix("").parts[skipped:]]
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@dataclass
class Calls:
    """The calls of a project; a function is named ``module:name`` or ``module:Class.method``.

    Attributes:
        modules: Parsed modules by name.
        definitions: Functions, methods, classes and constants of modules.
        edges: What each of them mentions.
    """

    modules: dict[str, ast.Module]
    definitions: dict[str, ast.stmt] = field(default_factory=dict)
    edges: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _imports: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    _attributes: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> "Calls":
        """Read the project below a folder."""
        calls = cls(modules_of(root))
        for module, tree in calls.modules.items():
            calls.definitions |= {f"{module}:{name}": node for name, node in _defined(tree)}
            calls._imports[module] = dict(_imported(tree))
        for name, node in calls.definitions.items():
            if isinstance(node, ast.ClassDef):
                calls._read_attributes(name, node)
        for name, node in calls.definitions.items():
            calls.edges[name] = set(calls._mentioned(name, node))
        return calls

    def resolve(self, module: str, name: str) -> str | None:
        """What a name in a module stands for: a definition, or a module of the project."""
        if f"{module}:{name}" in self.definitions:
            return f"{module}:{name}"
        if name not in self._imports.get(module, {}):
            return None
        source, original = self._imports[module][name]
        inner = f"{source}.{original}"
        return self.resolve(source, original) or (inner if inner in self.modules else None)

    def _read_attributes(self, name: str, node: ast.ClassDef) -> None:
        module = name.partition(":")[0]
        for entry in node.body:
            if isinstance(entry, ast.AnnAssign) and isinstance(entry.target, ast.Name):
                self._keep(name, entry.target.id, self._annotated(module, entry.annotation))
        init = self.definitions.get(f"{name}.__init__")
        if isinstance(init, ast.FunctionDef):
            environment = self._environment(module, init, name)
            for target, value in _assigned(init):
                if isinstance(target, ast.Attribute) and _is_self(target.value):
                    self._keep(name, target.attr, self._class_of(module, value, environment, name))

    def _keep(self, owner: str, attribute: str, kind: str | None) -> None:
        if kind is not None:
            self._attributes[owner, attribute] = kind

    def _mentioned(self, name: str, node: ast.stmt) -> Iterator[str]:
        module, _, inner = name.partition(":")
        if isinstance(node, ast.ClassDef):
            yield from (
                f"{name}.{made}" for made in ("__init__", "__post_init__") if f"{name}.{made}" in self.definitions
            )
            return
        owner = f"{module}:{inner.partition('.')[0]}" if "." in inner else None
        environment = self._environment(module, node, owner) if isinstance(node, Function) else {}
        annotations = {id(part) for annotation in _annotations(node) for part in ast.walk(annotation)}
        for part in ast.walk(node):
            if id(part) in annotations:
                continue
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                found = self.resolve(module, part.id)
            elif isinstance(part, ast.Attribute):
                found = self._of_attribute(module, part, environment, owner)
            else:
                continue
            if found in self.definitions:
                yield found

    def _of_attribute(self, module: str, part: ast.Attribute, known: Environment, owner: str | None) -> str | None:
        base = self.resolve(module, part.value.id) if isinstance(part.value, ast.Name) else None
        if base in self.modules:
            return self.resolve(base, part.attr)
        kind = base if base in self.definitions else self._class_of(module, part.value, known, owner)
        return f"{kind}.{part.attr}"

    def _environment(self, module: str, node: Function, owner: str | None) -> Environment:
        known: Environment = {}
        for argument in (*node.args.args, *node.args.kwonlyargs):
            if argument.annotation is not None and (kind := self._annotated(module, argument.annotation)):
                known[argument.arg] = kind
        for target, value in _assigned(node):
            kind = self._class_of(module, value, known, owner)
            if kind and isinstance(target, ast.Name):
                known[target.id] = kind
        return known

    def _class_of(self, module: str, value: ast.expr, known: Environment, owner: str | None) -> str | None:
        if isinstance(value, ast.Name):
            return owner if _is_self(value) else known.get(value.id)
        if isinstance(value, ast.IfExp):
            branches = (self._class_of(module, branch, known, owner) for branch in (value.body, value.orelse))
            return next(filter(None, branches), None)
        if isinstance(value, ast.Attribute):
            holder = self._class_of(module, value.value, known, owner)
            attribute = self._attributes.get((holder or "", value.attr))
            return attribute or self._returned(f"{holder}.{value.attr}")
        if isinstance(value, ast.Call):
            called = value.func
            found = (
                self.resolve(module, called.id)
                if isinstance(called, ast.Name)
                else self._of_attribute(module, called, known, owner)
                if isinstance(called, ast.Attribute)
                else None
            )
            return found if isinstance(self.definitions.get(found or ""), ast.ClassDef) else self._returned(found or "")
        return None

    def _returned(self, name: str) -> str | None:
        node = self.definitions.get(name)
        if not isinstance(node, Function) or node.returns is None:
            return None
        return self._annotated(name.partition(":")[0], node.returns)

    def _annotated(self, module: str, annotation: ast.expr) -> str | None:
        """The first class of the project that an annotation names."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = ast.parse(annotation.value, mode="eval").body
        names = (part.id for part in ast.walk(annotation) if isinstance(part, ast.Name))
        found = (self.resolve(module, name) or "" for name in names)
        return next((name for name in found if isinstance(self.definitions.get(name), ast.ClassDef)), None)


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{part.name}", part) for part in node.body if isinstance(part, Function))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, node


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == PACKAGE:
            yield from ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)


def _assigned(node: Function) -> Iterator[tuple[ast.expr, ast.expr]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Assign):
            target = part.targets[0]
            if isinstance(target, ast.Tuple) and isinstance(part.value, ast.Tuple):
                yield from zip(target.elts, part.value.elts, strict=False)
            else:
                yield target, part.value
        elif isinstance(part, ast.For | ast.comprehension):
            yield part.target, part.iter
        elif isinstance(part, ast.withitem) and part.optional_vars is not None:
            yield part.optional_vars, part.context_expr


def _annotations(node: ast.stmt) -> Iterator[ast.expr]:
    for part in ast.walk(node):
        annotation = getattr(part, "annotation", None) or getattr(part, "returns", None)
        if isinstance(annotation, ast.expr):
            yield annotation


def _is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("self", "cls")
