#!/usr/bin/env python3
"""Reports dependencies that no source uses, and circles of imports between the modules of the node.

usage: scripts/dependencies.py

A dependency counts as used if its name, or the name it is renamed to, occurs in code: `codec::`, `use codec`,
`= codec;`. Code of tests does not count for an ordinary dependency. A foreign crate in [workspace.dependencies] counts as
used if a crate of the workspace takes it.

A dependency that only the output of a macro names is listed in the manifest of its crate, with the reason as a comment:

    [package.metadata.cargo-machete]
    ignored = ["scale-info"]

An entry there that is not needed is reported, too. The exit code is 1 if anything is reported.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Manifests of the workspaces to check.
WORKSPACES = ("Cargo.toml", "benches/Cargo.toml", "tools/weights/Cargo.toml")

#: Packages whose modules must not import one another in a circle.
LAYERED = ("noesis-node",)

#: Comments, which are removed, and literals, which are kept: a comment sign inside a literal starts no comment.
COMMENT_OR_LITERAL = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|r(?P<hashes>\#*)".*?"(?P=hashes)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'""",
    re.DOTALL,
)

#: A module of tests at the end of a file, and the files and directories that hold tests.
TEST_MODULE = re.compile(r"^#\[cfg\(test\)\]\s*mod \w+ \{.*", re.DOTALL | re.MULTILINE)
TEST_FILE = re.compile(r"(tests|mock|\w+_tests)(\.rs)?")


def code_of(file):
    """Return the code of a source file without its comments."""
    return COMMENT_OR_LITERAL.sub(lambda found: " " if found["comment"] else found[0], file.read_text())


def belongs_to(package, file):
    """Whether no package inside of `package` holds the file."""
    between = file.relative_to(package).parents
    return not any((package / inner / "Cargo.toml").is_file() for inner in between if inner != Path("."))


def sources(package, kind):
    """Return the code of a package that may use its dependencies of a kind."""
    files = [file for file in package.rglob("*.rs") if belongs_to(package, file)]
    if kind == "build":
        return "\n".join(code_of(file) for file in files if file == package / "build.rs")
    if kind == "dev":
        return "\n".join(code_of(file) for file in files if file != package / "build.rs")
    inside = [file for file in files if file.is_relative_to(package / "src")]
    ordinary = [file for file in inside if not any(map(TEST_FILE.fullmatch, file.relative_to(package).parts))]
    return "\n".join(TEST_MODULE.sub("", code_of(file)) for file in ordinary)


def is_used(name, code):
    """Whether code names a crate."""
    crate = re.escape(name.replace("-", "_"))
    return re.search(
        rf"(?<![\w.])(?<!\w::){crate}\s*::|\b(?:use|extern crate)\s+(?:::)?{crate}\b|=\s*{crate}\s*[;,]", code
    )


def unused_dependencies(package):
    """Yield the faults in the dependencies of a package."""
    directory = Path(package["manifest_path"]).parent
    manifest = (directory / "Cargo.toml").relative_to(ROOT)
    ignored = set((package["metadata"] or {}).get("cargo-machete", {}).get("ignored", []))
    names = {None: set(), "dev": set(), "build": set()}
    for dependency in package["dependencies"]:
        names[dependency["kind"]].add(dependency["rename"] or dependency["name"])
    # A dependency of tests that is an ordinary one as well only adds features to it.
    names["dev"] -= names[None]
    unused = set()
    for kind, crates in names.items():
        code = sources(directory, kind)
        unused |= {name for name in crates if not is_used(name, code)}
    for name in sorted(unused - ignored):
        yield f"{manifest}: no source uses {name}"
    for name in sorted(ignored - unused):
        yield f"{manifest}: {name} need not be ignored"


def unused_table_entries(manifest, packages):
    """Yield the foreign crates in [workspace.dependencies] that no package takes."""
    dependencies = [dependency for package in packages for dependency in package["dependencies"]]
    taken = {dependency["rename"] or dependency["name"] for dependency in dependencies}
    table = re.search(r"^\[workspace\.dependencies\]$(.*?)(?=^\[|\Z)", manifest.read_text(), re.DOTALL | re.MULTILINE)
    for name, source in re.findall(r"^([\w-]+)\s*=(.*)", table[1] if table else "", re.MULTILINE):
        if name not in taken and "path =" not in source:
            yield f"{manifest.relative_to(ROOT)}: no crate takes {name} from the table"


def imports(code):
    """Yield the modules of its own crate that code imports."""
    yield from re.findall(r"\bcrate::(\w+)", code)
    for group in re.finditer(r"\bcrate::\{", code):
        depth, first = 1, True
        for token in re.finditer(r"\w+|[{},]", code[group.end() :]):
            if token[0] in "{}":
                depth += 1 if token[0] == "{" else -1
                if depth == 0:
                    break
            elif depth == 1 and token[0] != "," and first:
                yield token[0]
            first = depth == 1 and token[0] == ","


def circles(package):
    """Yield the circles of imports between the top modules of a package."""
    source = Path(package["manifest_path"]).parent / "src"
    graph = {}
    for file in source.rglob("*.rs"):
        module = file.relative_to(source).parts[0].removesuffix(".rs")
        graph.setdefault(module, set()).update(imports(code_of(file)))
    done = set()

    def visit(module, path):
        if module in path:
            yield [*path[path.index(module) :], module]
        elif module not in done:
            for below in sorted(graph.get(module, ())):
                if below != module:
                    yield from visit(below, [*path, module])
            done.add(module)

    for module in sorted(graph):
        for circle in visit(module, []):
            yield f"{package['name']}: modules import one another in a circle: {' -> '.join(circle)}"


def faults_of(manifest):
    """Yield the faults of a workspace."""
    command = ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path", str(manifest)]
    packages = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["packages"]
    for package in packages:
        yield from unused_dependencies(package)
        if package["name"] in LAYERED:
            yield from circles(package)
    yield from unused_table_entries(manifest, packages)


def main():
    """Print all faults and return the exit code."""
    faults = [fault for name in WORKSPACES for fault in faults_of(ROOT / name)]
    print("\n".join(faults) or "every dependency is used")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
