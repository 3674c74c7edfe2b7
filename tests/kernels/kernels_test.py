# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The same bits from gcc and clang, from scalars, plain kernels and those for AVX2: hashes over a million values of
each function (hashes.c), compiled anew here with each compiler that there is."""

import os
import platform
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT") or Path(__file__).resolve().parent.parent.parent)
RUN = ROOT / "src" / "run"
SCALARS = [RUN / name for name in ("kernel.c", "vmath.c", "philox.c", "tail.c", "tail_quantile.c",
                                 "distribution.c")]
# As meson.build and src/meson.build have them.
EXACT = ["-std=c17", "-D_POSIX_C_SOURCE=200809L", "-ffp-contract=off", "-fno-math-errno", f"-I{ROOT / 'src'}"]
KERNELS = ["-O3", "-funroll-loops", "-fno-trapping-math"]
IS_X86 = platform.machine() == "x86_64"
SETS = {"plain": [], **({"avx2": ["-mavx2", "-DNY_KERNELS_FOR_AVX2"]} if IS_X86 else {})}
CACHE = ["ccache"] if shutil.which("ccache") else []
COMPILERS = [name for name in ("gcc", "clang", "clang-14") if shutil.which(name)]


def hashes(folder, compiler, level="-O2", kernels=KERNELS, more=()):
    """{(function, scalar or set): hash} of the program compiled so."""
    objects = []

    def compile_one(source, *words):
        objects.append(folder / f"{len(objects)}.o")
        subprocess.run([*CACHE, compiler, *EXACT, *words, *more, "-c", source, "-o", objects[-1]], check=True)

    for words in SETS.values():
        compile_one(RUN / "kernel_set.c", *kernels, *words)
    for source in (*SCALARS, Path(__file__).with_name("hashes.c")):
        compile_one(source, level)
    program = folder / "hashes"
    subprocess.run([compiler, *objects, "-lm", "-o", program], check=True)
    lines = subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines()
    return {(function, form): value for function, form, value in (line.split("\t") for line in lines)}


class TheSameBits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.first = hashes(cls.folder, COMPILERS[0])

    def test_every_set_gives_what_the_scalars_give(self):
        for (function, form), value in self.first.items():
            with self.subTest(function=function, form=form):
                same = self.first.get((function, "scalar")) or self.first[(function, "plain")]
                self.assertEqual(value, same)

    def test_what_is_compared(self):
        """Of each function a scalar and every set that this processor runs."""
        forms = {form for _, form in self.first}
        self.assertLessEqual({"scalar", "plain"}, forms)
        for function in ("exp", "expm1", "log", "log1p", "pow", "normal", "exponential", "weibull", "gompertz"):
            self.assertLessEqual({(function, form) for form in forms}, set(self.first))

    def test_every_compiler_gives_the_same(self):
        """Where clang is not installed there is nothing to compare gcc with."""
        for compiler in COMPILERS[1:2]:
            self.assertEqual(hashes(self.folder, compiler), self.first)

    def test_no_optimisation_changes_a_bit(self):
        self.assertEqual(hashes(self.folder, COMPILERS[0], level="-O1", kernels=["-O1"]), self.first)

    def test_fused_operations_would_be_seen(self):
        """What the switch -ffp-contract=off is for: without it, these hashes differ."""
        fused = hashes(self.folder, COMPILERS[0], more=["-ffp-contract=fast", *(["-mfma"] if IS_X86 else [])])
        differing = {function for (function, form), value in fused.items() if value != self.first[(function, form)]}
        self.assertLessEqual({"exp", "log", "normal"}, differing)


if __name__ == "__main__":
    unittest.main()
