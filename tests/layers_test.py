# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house, held against the tree; and each rule held against a small tree that breaks it.

A rule is a function from the top folder to a list of complaints; an empty list is good.
"""

import concurrent.futures
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT") or Path(__file__).resolve().parent.parent)

# A folder includes only itself and what stands left of it.
# Headers that the build writes.
GENERATED = ("engine_fingerprint.h", "pages.def")

LAYERS = ["base", "text", "model", "plan", "run", "use", "io", "store", "serve", "cli"]
# Up to and with this one: no input or output, no clock, no environment, no locale, no chance.
LAST_PURE = "use"
FORBIDDEN_IN_PURE = [
    "fopen", "fdopen", "freopen", "popen", "system", "open",
    "printf", "vprintf", "puts", "putchar", "scanf", "fscanf",
    "time", "clock", "clock_gettime", "gettimeofday",
    "getenv", "secure_getenv", "setenv", "setlocale", "localeconv",
    "rand", "srand", "rand_r", "random", "srandom", "drand48",
]
# base may say its last words on the error stream (a bug of ours, no memory); the others may not even that.
FORBIDDEN_ABOVE_BASE = ["fprintf", "vfprintf", "fputs", "fputc", "perror"]
ALLOCATORS = ["malloc", "calloc", "realloc", "reallocarray", "aligned_alloc", "posix_memalign",
              "strdup", "strndup"]

CPP_FILE = "src/run/quantile.cc"
BOOST = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<boost/", re.MULTILINE)
LONGEST_FILE = 1200
LONGEST_README = 60
# In two parts, or the licence checker would take them for this file's own.
LICENCE_LINES = ["SPDX-" "FileCopyrightText: 2026 The nytte authors",
                 "SPDX-" "License-Identifier: EUPL-1.2"]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]*)"', re.MULTILINE)
# The tokens of C in which a name means nothing: comments, strings, characters.
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# Written in two parts, or this file would break its own rule.
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:wor" rb"k|roo" rb"t)/")


def files_of(root):
    """The files that are, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [root / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:  # not a clone: all but what a build leaves behind
        built = re.compile(r"(build(-.*)?|out|__pycache__)$")
        paths = [p for p in root.rglob("*")
                 if not any(built.match(part) for part in p.relative_to(root).parts)]
    return sorted(p for p in paths if p.is_file() and not p.is_symlink())


def sources(root, *endings):
    return sorted(p for p in (root / "src").rglob("*")
                  if p.suffix in endings and not p.name.startswith("."))


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def folder_of(root, path):
    """The layer a file under src/ belongs to."""
    return path.relative_to(root / "src").parts[0]


def code_only(text):
    """The text with comments, strings and characters blanked, line numbers kept."""
    return NOT_CODE.sub(lambda found: " " + "\n" * found.group().count("\n"), text)


def calls(path, names):
    """(line number, name) for each call of one of the names; members (`x.open(`, `x->time(`) are not calls."""
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")[ \t\n]*\(")
    text = code_only(read(path))
    return [(text.count("\n", 0, found.start()) + 1, found.group(1))
            for found in pattern.finditer(text)]


# ---- the rules


def left_never_includes_right(root):
    complaints = []
    for path in sources(root, ".c", ".cc", ".h", ".def"):
        place = path.relative_to(root)
        own = folder_of(root, path)
        if own not in LAYERS:
            complaints.append(f"{place}: src/{own} is not a layer (see LAYERS)")
            continue
        for name in INCLUDE.findall(read(path)):
            first, slash, _ = name.partition("/")
            if not slash:
                beside = any((root / f / name).exists() for f in ("diag", "include"))
                if not beside and name not in GENERATED:
                    complaints.append(f'{place}: "{name}" needs its folder: "{own}/{name}"')
            elif first not in LAYERS:
                complaints.append(f'{place}: "{name}" is in no layer')
            elif LAYERS.index(first) > LAYERS.index(own):
                complaints.append(f'{place}: {own} includes "{name}", which stands right of it')
    return complaints


def every_header_compiles_alone(root):
    headers = sources(root, ".h") + sorted((root / "include").glob("**/*.h"))
    command = [*os.environ.get("CC", "cc").split(), "-std=c17", "-D_POSIX_C_SOURCE=200809L",
               "-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused-function", "-Werror",
               "-Isrc", "-Idiag", "-Iinclude", "-x", "c", "-"]

    def compile_alone(header):
        name = header.relative_to(root)
        # Twice, so that a header without a guard is found too.
        text = f'#include "{name}"\n' * 2 + "extern int ny_not_empty;\n"
        done = subprocess.run(command + ["-I."], cwd=root, input=text, capture_output=True,
                              text=True, check=False)
        return f"{name} does not compile alone:\n{done.stderr}" if done.returncode else None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [complaint for complaint in pool.map(compile_alone, headers) if complaint]


def every_folder_has_a_short_readme(root):
    complaints = []
    for folder in sorted(p for p in (root / "src").iterdir() if p.is_dir()):
        readme = folder / "README.md"
        if not any(p.is_file() for p in folder.rglob("*")):
            continue  # an empty folder is not in the repository
        if not readme.exists():
            complaints.append(f"src/{folder.name} has no README.md")
    for readme in sorted((root / "src").rglob("README*")):
        lines = len(read(readme).splitlines())
        if lines > LONGEST_README:
            complaints.append(f"{readme.relative_to(root)}: {lines} lines, at most {LONGEST_README}")
    return complaints


def no_file_is_too_long(root):
    complaints = []
    for path in files_of(root):
        place = path.relative_to(root)
        if place.parts[0] == "src" or path.suffix in (".c", ".cc", ".h", ".py", ".sh"):
            lines = len(read(path).splitlines())
            if lines > LONGEST_FILE:
                complaints.append(f"{place}: {lines} lines, at most {LONGEST_FILE}")
    return complaints


def the_engine_is_pure(root):
    complaints = []
    for path in sources(root, ".c", ".cc", ".h", ".def"):
        own = folder_of(root, path)
        if own in LAYERS and LAYERS.index(own) <= LAYERS.index(LAST_PURE):
            names = FORBIDDEN_IN_PURE + ([] if own == "base" else FORBIDDEN_ABOVE_BASE)
            complaints += [f"{path.relative_to(root)}:{line}: {name} is not for {own}"
                           for line, name in calls(path, names)]
    return complaints


def only_base_allocates(root):
    return [f"{path.relative_to(root)}:{line}: {name}; memory comes from an arena"
            for path in sources(root, ".c", ".cc", ".h", ".def") if folder_of(root, path) != "base"
            for line, name in calls(path, ALLOCATORS)]


def boost_has_one_door(root):
    """C++ and Boost stand in one file; everybody else asks its header."""
    complaints = [f"{path.relative_to(root)}: C++ stands in {CPP_FILE} alone"
                  for path in sources(root, ".cc", ".cpp", ".hpp") if path.relative_to(root).as_posix() != CPP_FILE]
    return complaints + [f"{path.relative_to(root)}: Boost is for {CPP_FILE} alone"
                         for path in sources(root, ".c", ".h", ".def", ".cc")
                         if BOOST.search(read(path)) and path.relative_to(root).as_posix() != CPP_FILE]


def no_machine_paths(root):
    complaints = []
    for path in files_of(root):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if MACHINE_PATH.search(line):
                complaints.append(f"{path.relative_to(root)}:{number}: a path of somebody's machine")
    return complaints


def every_source_names_its_licence(root):
    complaints = []
    for path in files_of(root):
        if path.suffix in (".c", ".cc", ".h", ".def", ".py", ".sh", ".build"):
            head = "\n".join(read(path).splitlines()[:5])
            if not all(line in head for line in LICENCE_LINES):
                complaints.append(f"{path.relative_to(root)}: no SPDX lines at its top")
    return complaints


# ---- the tree keeps them


class TheTree(unittest.TestCase):
    def keeps(self, rule):
        complaints = rule(ROOT)
        if complaints:
            self.fail("\n" + "\n".join(complaints))

    def test_left_never_includes_right(self):
        self.keeps(left_never_includes_right)

    def test_every_header_compiles_alone(self):
        self.keeps(every_header_compiles_alone)

    def test_every_folder_has_a_short_readme(self):
        self.keeps(every_folder_has_a_short_readme)

    def test_no_file_is_too_long(self):
        self.keeps(no_file_is_too_long)

    def test_the_engine_is_pure(self):
        self.keeps(the_engine_is_pure)

    def test_only_base_allocates(self):
        self.keeps(only_base_allocates)

    def test_boost_has_one_door(self):
        self.keeps(boost_has_one_door)

    def test_no_machine_paths(self):
        self.keeps(no_machine_paths)

    def test_every_source_names_its_licence(self):
        self.keeps(every_source_names_its_licence)


# ---- a small tree breaks them, and they say so


class ASmallTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "include").mkdir()
        (self.root / "diag").mkdir()
        self.write("diag/codes.def", "")
        self.write("src/base/a.h", "#ifndef A\n#define A\nint a(void);\n#endif\n")
        self.write("src/text/b.c", '#include "base/a.h"\n#include "codes.def"\n#include <stdio.h>\n')
        self.write("src/base/README.md", "base\n")
        self.write("src/text/README.md", "text\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def says_nothing(self, rule):
        self.assertEqual(rule(self.root), [])

    def says(self, rule, *parts):
        """Exactly one complaint, with all the parts in it."""
        complaints = rule(self.root)
        self.assertEqual(len(complaints), 1, complaints)
        for part in parts:
            self.assertIn(part, complaints[0])

    def test_a_good_tree_is_left_in_peace(self):
        for rule in (left_never_includes_right, every_header_compiles_alone,
                     every_folder_has_a_short_readme, no_file_is_too_long, the_engine_is_pure,
                     only_base_allocates, no_machine_paths):
            with self.subTest(rule=rule.__name__):
                self.says_nothing(rule)

    def test_an_include_to_the_right_is_found(self):
        self.write("src/base/c.h", '#include "text/b.h"\n')
        self.says(left_never_includes_right, "src/base/c.h", "text/b.h")

    def test_an_include_out_of_the_layers_is_found(self):
        self.write("src/base/c.h", '#include "../text/b.h"\n')
        self.says(left_never_includes_right, "src/base/c.h", "in no layer")

    def test_an_include_without_its_folder_is_found(self):
        self.write("src/base/c.h", '#include "a.h"\n')
        self.says(left_never_includes_right, "src/base/c.h", "needs its folder")

    def test_a_folder_that_is_no_layer_is_found(self):
        self.write("src/misc/c.c", "int c;\n")
        self.says(left_never_includes_right, "src/misc")

    def test_a_header_that_leans_on_others_is_found(self):
        self.write("src/base/c.h", "#ifndef C\n#define C\nsize_t c(void);\n#endif\n")
        self.says(every_header_compiles_alone, "src/base/c.h", "size_t")

    def test_a_header_without_a_guard_is_found(self):
        self.write("src/base/c.h", "enum c { ONE };\n")
        self.says(every_header_compiles_alone, "src/base/c.h")

    def test_a_folder_without_a_readme_is_found(self):
        self.write("src/model/c.c", "int c;\n")
        self.says(every_folder_has_a_short_readme, "src/model")

    def test_a_long_readme_is_found(self):
        self.write("src/base/README.md", "line\n" * (LONGEST_README + 1))
        self.says(every_folder_has_a_short_readme, "src/base/README.md", "61 lines")

    def test_a_long_file_is_found(self):
        self.write("src/base/c.c", "int c;\n" * (LONGEST_FILE + 1))
        self.says(no_file_is_too_long, "src/base/c.c", "1201 lines")

    def test_each_forbidden_call_in_the_engine_is_found(self):
        for name in FORBIDDEN_IN_PURE + FORBIDDEN_ABOVE_BASE:
            with self.subTest(name=name):
                self.write("src/use/c.c", f"int f(void)\n{{\n    return {name} (0);\n}}\n")
                self.says(the_engine_is_pure, "src/use/c.c:3", name)

    def test_the_same_calls_are_free_in_io(self):
        self.write("src/io/c.c", "int f(void) { return fopen(0); }\n")
        self.says_nothing(the_engine_is_pure)

    def test_a_name_in_a_comment_or_a_string_is_no_call(self):
        self.write("src/use/c.c", "/* fopen(x) */ // time(0)\nconst char *s = \"rand() \\\" rand()\";\n"
                                  "int f(struct s *x) { return x->time(1) + my_time(2); }\n")
        self.says_nothing(the_engine_is_pure)

    def test_each_allocator_outside_base_is_found(self):
        for name in ALLOCATORS:
            with self.subTest(name=name):
                self.write("src/io/c.c", f"void *p(void) {{ return {name}(1); }}\n")
                self.says(only_base_allocates, "src/io/c.c:1", name)

    def test_an_allocator_in_base_is_free(self):
        self.write("src/base/c.c", "void *p(void) { return malloc(1); }\n")
        self.says_nothing(only_base_allocates)

    def test_boost_anywhere_else_is_found(self):
        self.write(CPP_FILE, "#include <boost/math/distributions.hpp>\nint c;\n")
        self.says_nothing(boost_has_one_door)
        self.write("src/use/d.c", "#include <boost/math/distributions.hpp>\nint d;\n")
        self.says(boost_has_one_door, "src/use/d.c")
        (self.root / "src/use/d.c").unlink()
        self.write("src/base/e.cc", "int e;\n")
        self.says(boost_has_one_door, "src/base/e.cc")

    def test_a_machine_path_is_found(self):
        for folder in ("wor" "k", "roo" "t"):
            with self.subTest(folder=folder):
                self.write("docs/note.md", f"first\nsee /{folder}/main for it\n")
                self.says(no_machine_paths, "docs/note.md:2")

    def test_a_path_that_only_looks_like_one_is_free(self):
        self.write("docs/note.md", "docs/wor" "k/x and https://example.org/wor" "k/x\n")
        self.says_nothing(no_machine_paths)

    def test_a_source_without_its_licence_is_found(self):
        for path in files_of(self.root):
            if path.suffix in (".c", ".h", ".def"):
                self.write(path.relative_to(self.root),
                           "".join(f"/* {line} */\n" for line in LICENCE_LINES) + read(path))
        self.says_nothing(every_source_names_its_licence)
        self.write("src/base/c.c", "int c;\n")
        self.says(every_source_names_its_licence, "src/base/c.c")


if __name__ == "__main__":
    unittest.main()
